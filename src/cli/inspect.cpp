// SPDX-License-Identifier: MIT
#include "cli/inspect.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/add_command.hpp"
#include "cli/overrides.hpp"
#include "cli/profile_selection.hpp"
#include "cli/token_cache_folder.hpp"
#include "cli/token_report.hpp"
#include "cli/token_status.hpp"
#include "cli/yaml.hpp"
#include "http/curl_transport.hpp"
#include "oauth/jwt.hpp"
#include "os/files.hpp"
#include "os/terminal.hpp"
#include "service/token_service.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMostBytes = 1024 * 1024;

Result<Secret> cached_token(Profile profile, const Context& context) {
  TRY_VOID(apply_overrides({}, context.environment, profile));
  http::CurlTransport unused({}, context.clock);
  auto opened = open_token_cache(context.environment);
  const service::TokenService service(context.environment, std::move(opened.cache),
                                      std::move(opened.reason), unused, context.clock);
  TRY(auto token, service.find_cached(profile));
  if (!token) {
    return fail(ErrorKind::invalid_token, "no valid token is cached for profile " + profile.name,
                {"run: entra-auth-cli get-token -p " + profile.name});
  }
  return std::move(token->access_token);
}

/// With --verify a profile says who verifies; its cached token is meant where no other is named.
Result<Secret> read_token(const InspectOptions& options, const std::optional<Profile>& profile,
                          const Context& context) {
  const bool is_named = !options.token.empty() || !options.file.empty();
  if ((!options.token.empty() && !options.file.empty()) ||
      (is_named && profile && !options.verify)) {
    return fail(ErrorKind::usage, "TOKEN, --file and --profile exclude each other");
  }
  if (profile && !is_named) return cached_token(*profile, context);
  if (!options.file.empty()) {
    auto file = os::read_file(options.file, kMostBytes, os::Privacy::not_required);
    if (file.problem != os::FileProblem::none) {
      return fail(os::describe(file, options.file, ErrorKind::unexpected));
    }
    return std::move(file.bytes);
  }
  if (!options.token.empty() && options.token != "-") return Secret(options.token);
  if (options.token.empty() && os::stdin_is_terminal()) {
    return fail(ErrorKind::usage, "no token given",
                {"pipe one in: ... | entra-auth-cli inspect", "or use --file FILE or -p PROFILE"});
  }
  return os::read_descriptor(0, kMostBytes);
}

OrderedJson describe(const oauth::DecodedJwt& jwt, const std::optional<Verdict>& verdict,
                     Timestamp now) {
  OrderedJson json = {
      {"header", jwt.header}, {"claims", jwt.claims}, {"signature", jwt.signature_text}};
  const auto expires = date_claim(jwt.claims, "exp");
  json["expires_in"] = expires ? OrderedJson((*expires - now).count()) : OrderedJson();
  json["status"] = token_status(jwt.claims, now);
  json["verified"] = verdict ? OrderedJson(verdict->verified) : OrderedJson();
  if (verdict && !verdict->rules.empty()) json["rules"] = rules_to_json(*verdict);
  return json;
}

/// Follows "a.b.0" through objects and arrays. Claim names may hold dots themselves, so the longest
/// name that is there wins at each step.
const Json* find_claim(const Json& value, std::string_view path) {
  if (path.empty()) return &value;
  for (std::size_t end = path.size(); end != std::string_view::npos && end > 0;
       end = path.rfind('.', end - 1)) {
    const auto name = path.substr(0, end);
    const auto rest = path.substr(std::min(end + 1, path.size()));
    const Json* child = nullptr;
    if (value.is_object() && value.contains(name)) {
      child = &*value.find(name);
    } else if (value.is_array()) {
      const auto index = parse_digits(name);
      if (index && static_cast<std::size_t>(*index) < value.size()) {
        child = &value[static_cast<std::size_t>(*index)];
      }
    }
    if (child != nullptr) {
      if (const Json* found = find_claim(*child, rest)) return found;
    }
  }
  return nullptr;
}

Result<std::string> render_claim(const oauth::DecodedJwt& jwt, const std::string& path) {
  const Json* claim = find_claim(jwt.claims, path);
  if (claim == nullptr) {
    std::vector<std::string> names;
    for (const auto& [name, value] : jwt.claims.items()) names.push_back(for_terminal(name, 80));
    return fail(ErrorKind::unexpected, "the token has no claim " + for_terminal(path, 200),
                {"claims: " + join(names, ", ")});
  }
  if (!claim->is_string()) return to_ascii_json(*claim) + "\n";
  return for_terminal_multiline(claim->get_ref<const std::string&>()) + "\n";
}

std::string signature_line(const oauth::DecodedJwt& jwt, const std::optional<Verdict>& verdict) {
  if (!verdict) return jwt.signature.empty() ? "none" : "present, not verified";
  const auto rule =
      std::ranges::find(verdict->rules, std::string("signature"), &oauth::RuleOutcome::rule);
  const bool held = rule == verdict->rules.end() ? verdict->verified : rule->held;
  return (held ? "verified by " : "not verified by ") + verdict->verifier;
}

Result<std::string> render(const InspectOptions& options, const oauth::DecodedJwt& jwt,
                           const std::optional<Verdict>& verdict, Timestamp now) {
  if (!options.claim.empty()) return render_claim(jwt, options.claim);
  const bool as_yaml = options.output == "yaml";
  const auto structured = [&](const OrderedJson& json) {
    return as_yaml ? to_yaml(json) : to_ascii_json(json, 2) + "\n";
  };
  if (options.header_only) return structured(jwt.header);
  if (options.claims_only) return structured(jwt.claims);
  if (as_yaml || options.output == "json") return structured(describe(jwt, verdict, now));
  return render_report(jwt, signature_line(jwt, verdict), now,
                       options.utc ? TimeZone::utc : TimeZone::local) +
         (verdict ? render_rules(*verdict) : std::string());
}

void bind_verification(CLI::App& command, InspectOptions& options) {
  constexpr const char* kVerification = "Verification";
  VerifyFlags& flags = options.verify_flags;
  command
      .add_flag("--verify", options.verify,
                "Check signature and claims; 9 unless all rules are kept")
      ->group(kVerification);
  const auto add = [&](const char* name, auto& value, const char* type, const char* description) {
    command.add_option(name, value, description)
        ->type_name(type)
        ->group(kVerification)
        ->allow_extra_args(false);
  };
  add("--issuer", flags.issuer, "URL", "Whose token it must be, and whose keys count");
  add("--jwks", flags.jwks, "FILE|URL", "The keys that count");
  add("--audience", flags.audiences, "AUD", "For whom it must be; repeated: one of them");
  add("--require-scope", flags.scopes, "SCOPE", "What it must allow; may be repeated");
  add("--require-role", flags.roles, "ROLE", "What it must allow; may be repeated");
  add("--leeway", flags.leeway, "DURATION", "For clocks that differ (default 60s)");
}

void bind(CLI::App& command, Invocation& invocation) {
  auto options = std::make_shared<InspectOptions>();
  command.footer(
      "Nothing is verified and nothing leaves this machine, unless you say --verify.\n\n"
      "Examples:\n"
      "  entra-auth-cli get-token -p my-api-client | entra-auth-cli inspect\n"
      "  entra-auth-cli inspect -p my-api-client --claim roles\n"
      "  entra-auth-cli inspect --file token.txt -o json --check");

  constexpr const char* kToken = "Token";
  command
      .add_option("TOKEN", options->token,
                  "- or nothing: standard input (mind that arguments are public)")
      ->type_name("")
      ->group(kToken);
  command.add_option("--file", options->file, "Read the token from a file")
      ->type_name("FILE")
      ->group(kToken);
  command
      .add_option("-p,--profile", options->profile,
                  "The profile's cached token; with --verify whose server is trusted")
      ->type_name("NAME")
      ->group(kToken);

  constexpr const char* kOutput = "Output";
  command.add_option("-o,--output", options->output, "Format: pretty, json or yaml")
      ->check(CLI::IsMember({"pretty", "json", "yaml"}))
      ->type_name("FORMAT")
      ->group(kOutput);
  auto* header =
      command.add_flag("--header", options->header_only, "The header only")->group(kOutput);
  auto* claims =
      command.add_flag("--claims", options->claims_only, "The claims only")->group(kOutput);
  auto* claim = command
                    .add_option("--claim", options->claim,
                                "One claim, raw; dots lead into objects and arrays")
                    ->type_name("PATH")
                    ->group(kOutput);
  header->excludes(claims)->excludes(claim);
  claims->excludes(claim);
  command.add_flag("--utc", options->utc, "Times in UTC instead of the local zone")->group(kOutput);
  command.add_flag("--check", options->check, "Exit with 9 unless the token is valid now")
      ->group(kOutput);

  bind_verification(command, *options);

  command.callback([options, &invocation] {
    invocation.json_errors = options->output == "json";
    invocation.command = [options](const Context& context) { return inspect(*options, context); };
  });
}

}  // namespace

void add_inspect(CLI::App& app, Invocation& invocation) {
  add_command(app, "inspect", "Decode a JWT: header, claims, validity in time",
              [&invocation](CLI::App& command) { bind(command, invocation); });
}

Result<Output> inspect(const InspectOptions& options, const Context& context) {
  std::optional<Profile> profile;
  if (!options.profile.empty()) {
    TRY(profile, select_profile(options.profile, context, false));
  }
  if (!options.verify && options.verify_flags.any()) {
    return fail(ErrorKind::usage, "rules without --verify: nothing would be checked",
                {"add --verify"});
  }
  TRY(const auto token, read_token(options, profile, context));
  TRY(const auto jwt, oauth::decode_jwt(token.expose()));
  std::optional<Verdict> verdict;
  if (options.verify) {
    TRY(verdict, verify_token(jwt, profile, options.verify_flags, context));
  }
  const auto now = context.clock.now();
  TRY(auto text, render(options, jwt, verdict, now));
  Output output{.text = Secret(std::move(text))};
  const auto status = token_status(jwt.claims, now);
  if (verdict && !verdict->verified) {
    output.failure = Error{
        .kind = ErrorKind::invalid_token,
        .message = "the token is not verified by " + verdict->verifier + ": " + verdict->reason};
  } else if (options.check && status != "valid") {
    output.failure = Error{.kind = ErrorKind::invalid_token,
                           .message = "the token is not valid now: " + std::string(status)};
  }
  return output;
}

}  // namespace entra_auth::cli
