// SPDX-License-Identifier: MIT
#include "cli/inspect/inspect.hpp"

#include "base/try.hpp"
#include "cli/connection.hpp"
#include "cli/inspect/lines.hpp"
#include "cli/inspect/render.hpp"
#include "cli/options/profile_selection.hpp"
#include "cli/options/token_settings.hpp"
#include "oauth/tokens/claims.hpp"
#include "oauth/tokens/jwt.hpp"
#include "os/files.hpp"
#include "os/terminal.hpp"
#include "service/token_service.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxTokenBytes = 1024 * 1024;

Result<Secret> cached_token(Profile profile, const Context& context) {
  TRY_VOID(apply_overrides({}, context.environment, profile));
  const auto opened = open_token_cache(context.environment);
  TRY(auto token, service::find_cached(profile, opened.cache, context.environment, context.clock));
  if (!token) {
    return fail(ErrorKind::invalid_token, "no valid token is cached for profile " + profile.name,
                {"run: entra-auth-cli get-token -p " + profile.name});
  }
  return std::move(token->access_token);
}

/// With --verify the profile names the server to trust; its cached token is read only if no other
/// token is named.
Result<Secret> read_token(const InspectOptions& options, const std::optional<Profile>& profile,
                          const Context& context) {
  const bool is_named = !options.token.empty() || !options.file.empty();
  if ((!options.token.empty() && !options.file.empty()) ||
      (is_named && profile && !options.verify)) {
    return fail(ErrorKind::usage, "use only one of TOKEN, --file and --profile");
  }
  if (profile && !is_named) return cached_token(*profile, context);
  if (!options.file.empty()) {
    auto file = os::read_file(options.file, kMaxTokenBytes, os::Privacy::not_required);
    if (file.problem != os::FileProblem::none) {
      return fail(os::describe(file, options.file, ErrorKind::unexpected));
    }
    return std::move(file.bytes);
  }
  if (!options.token.empty()) return Secret(options.token);
  return fail(ErrorKind::usage, "no token given",
              {"pipe one in: ... | entra-auth-cli inspect", "or use --file FILE or -p PROFILE"});
}

/// True if the token comes from standard input, which may hold several.
bool reads_stdin(const InspectOptions& options, const std::optional<Profile>& profile) {
  if (!options.file.empty()) return false;
  if (options.token == "-") return !profile || options.verify;
  return options.token.empty() && !profile && !os::stdin_is_terminal();
}

Result<Output> inspect_one(const InspectOptions& options, const Secret& token,
                           const std::optional<Profile>& profile, const Context& context) {
  TRY(const auto jwt, oauth::decode_jwt(token.expose()));
  std::optional<service::Verdict> verdict;
  if (options.verify) {
    TRY(verdict, verify_token(jwt, profile, options.verify_flags, context));
  }
  const auto now = context.clock.now();
  TRY(auto text, render_token(options, jwt, verdict, now));
  Output output{.text = Secret(std::move(text))};
  const auto status = oauth::token_status(jwt.claims, now);
  if (verdict && !verdict->verified) {
    output.failure = Error{
        .kind = ErrorKind::invalid_token,
        .message = (verdict->rules.empty() ? "the token is not verified by " + verdict->verifier
                                           : std::string("the token fails a check")) +
                   ": " + verdict->reason};
  } else if (options.check && status != "valid") {
    output.failure = Error{.kind = ErrorKind::invalid_token,
                           .message = "the token is not valid now: " + std::string(status)};
  }
  return output;
}

void add_verification_flags(CommandDetails& command, InspectOptions& options) {
  VerifyFlags& flags = options.verify_flags;
  // An empty value is a variable that was not set: nothing must be left unchecked for that.
  command.add("Verification",
              {{.names = "--verify",
                .target = &options.verify,
                .help = "Check signature and claims; exit with 9 if any check fails"},
               {.names = "--issuer",
                .target = &flags.issuer,
                .value = "URL",
                .help = "Required issuer; its keys are used",
                .may_be_empty = false},
               {.names = "--jwks",
                .target = &flags.jwks,
                .value = "FILE|URL",
                .help = "Keys to verify with",
                .kind = ValueKind::file,
                .may_be_empty = false},
               {.names = "--audience",
                .target = &flags.audiences,
                .value = "AUD",
                .help = "Required audience; repeat to accept any of several",
                .may_be_empty = false},
               {.names = "--require-scope",
                .target = &flags.scopes,
                .value = "SCOPE",
                .help = "What it must allow; may be repeated",
                .may_be_empty = false},
               {.names = "--require-role",
                .target = &flags.roles,
                .value = "ROLE",
                .help = "What it must allow; may be repeated",
                .may_be_empty = false},
               {.names = "--leeway",
                .target = &flags.leeway,
                .value = "DURATION",
                .help = "Allowed clock skew (default 60s)",
                .may_be_empty = false}});
}

CommandDetails describe(InspectOptions& options) {
  CommandDetails command;
  command.output = &options.output;
  command.add("Token", {{.names = "TOKEN",
                         .target = &options.token,
                         .help = "The token; - or nothing: standard input (arguments are public)"},
                        {.names = "--file",
                         .target = &options.file,
                         .value = "FILE",
                         .help = "Read the token from a file",
                         .kind = ValueKind::file},
                        {.names = "-p,--profile",
                         .target = &options.profile,
                         .value = "NAME",
                         .help = "The profile's cached token; with --verify, the server to trust",
                         .kind = ValueKind::profile}});
  command.add("Output", {{.names = "-o,--output",
                          .target = &options.output,
                          .value = "FORMAT",
                          .help = "Format: pretty, json or yaml",
                          .words = "pretty json yaml",
                          .only_words = true},
                         {.names = "--header",
                          .target = &options.header_only,
                          .help = "Print the header only",
                          .excludes = "--claims --claim"},
                         {.names = "--claims",
                          .target = &options.claims_only,
                          .help = "Print the claims only",
                          .excludes = "--claim"},
                         {.names = "--claim",
                          .target = &options.claim,
                          .value = "PATH",
                          .help = "Print one claim, raw; dots lead into objects and arrays"},
                         {.names = "--utc",
                          .target = &options.utc,
                          .help = "Print times in UTC instead of local time"},
                         {.names = "--check",
                          .target = &options.check,
                          .help = "Exit with 9 unless the token is valid now"}});
  add_verification_flags(command, options);
  command.footer =
      "Without --verify, nothing is verified and nothing leaves this machine.\n\n"
      "Examples:\n"
      "  entra-auth-cli get-token -p my-api-client | entra-auth-cli inspect\n"
      "  entra-auth-cli inspect -p my-api-client --claim roles\n"
      "  entra-auth-cli inspect --file token.txt -o json --check";
  return command;
}

}  // namespace

Command inspect_command() {
  return make_command("inspect", "Decode a JWT: header, claims, validity in time", describe,
                      inspect);
}

Result<Output> inspect(const InspectOptions& options, const Context& context) {
  std::optional<Profile> profile;
  if (!options.profile.empty()) {
    TRY(profile, select_profile(options.profile, context, false));
  }
  if (!options.verify && options.verify_flags.any()) {
    return fail(ErrorKind::usage, "these options need --verify", {"add --verify"});
  }
  if (reads_stdin(options, profile)) {
    auto lines = std::make_shared<TokenLines>();
    TRY(auto first, lines->next());
    TRY(const auto second, lines->peek());
    if (!second.empty()) {
      if (options.verify) {
        return fail(ErrorKind::usage, "--verify takes one token, but standard input has several");
      }
      return inspect_lines(options, std::move(lines), std::move(first), context);
    }
    return inspect_one(options, Secret(std::move(first)), profile, context);
  }
  TRY(const auto token, read_token(options, profile, context));
  return inspect_one(options, token, profile, context);
}

}  // namespace entra_auth::cli
