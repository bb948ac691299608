// SPDX-License-Identifier: MIT
#include "cli/get_token/get_token.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/connection.hpp"
#include "cli/interaction/passphrase_flags.hpp"
#include "cli/interaction/terminal_user_agent.hpp"
#include "cli/options/profile_selection.hpp"
#include "os/files.hpp"
#include "profiles/keys/words.hpp"

namespace entra_auth::cli {
namespace {

constexpr const char* kOutputs = "token, json, yaml, header, env, curl or kubectl";
constexpr const char* kOutputVariable = "ENTRA_AUTH_CLI_OUTPUT";
constexpr const char* kBehaviour = "Cache and time";

std::string output_name(const GetTokenOptions& options, const os::Environment& environment) {
  if (!options.output.empty()) return options.output;
  return std::string(environment.get_nonempty(kOutputVariable).value_or("token"));
}

Result<TokenFormat> output_format(const GetTokenOptions& options, const Context& context) {
  const std::string name = output_name(options, context.environment);
  const auto format = parse_token_format(name);
  if (!format) {
    return fail(ErrorKind::usage, "--output: unknown format: " + for_terminal(name, 60),
                {std::string("use one of ") + kOutputs});
  }
  return *format;
}

/// The first name of each flow.
std::vector<std::string> flow_names() {
  std::vector<std::string> names;
  for (const auto& each : profiles::kFlows) {
    if (name(each.value) == each.name) names.emplace_back(each.name);
  }
  return names;
}

void add_request_flags(CommandDetails& command, GetTokenOptions& options) {
  static const std::string flows = join(flow_names(), " ");
  command.add("Request",
              {{.names = "-p,--profile",
                .target = &options.profile,
                .value = "NAME",
                .help = "Profile to use",
                .kind = ValueKind::profile},
               {.names = "-s,--scope",
                .target = &options.flags.scopes,
                .value = "SCOPE",
                .help = "Request SCOPE instead of the profile's scopes; repeat for more"},
               {.names = "--resource",
                .target = &options.flags.resource,
                .value = "RESOURCE",
                .help = "Request RESOURCE/.default; for Maskinporten, the token's audience"},
               {.names = "-f,--flow",
                .target = &options.flags.flow,
                .value = "FLOW",
                .help = "Use FLOW instead of the profile's",
                .words = flows},
               {.names = "--consumer-org",
                .target = &options.flags.consumer_org,
                .value = "ORGNO",
                .help = "Maskinporten: the organization that delegated access to yours"},
               {.names = "--assertion-file",
                .target = &options.incoming_token.file,
                .value = "FILE",
                .help = "On-behalf-of: file with the incoming token; - is standard input",
                .kind = ValueKind::file},
               {.names = "--assertion-env",
                .target = &options.incoming_token.variable,
                .value = "NAME",
                .help = "On-behalf-of: variable with the incoming token"},
               {.names = "--verify-assertion",
                .target = &options.incoming_token.verify,
                .help = "On-behalf-of: verify the incoming token's signature first"}});
}

void add_output_flags(CommandDetails& command, GetTokenOptions& options) {
  static const std::string formats = join(token_format_names(), " ");
  command.output = &options.output;
  command.output_variable = kOutputVariable;
  command.add("Output", {{.names = "-o,--output",
                          .target = &options.output,
                          .value = "FORMAT",
                          .help = kOutputs,
                          .words = formats},
                         {.names = "--file",
                          .target = &options.file,
                          .value = "PATH",
                          .help = "Write to a private file instead of stdout",
                          .kind = ValueKind::file}});
}

void add_cache_flags(CommandDetails& command, GetTokenOptions& options) {
  command.add(kBehaviour,
              {{.names = "--force,--force-refresh",
                .target = &options.force,
                .help = "Request a new token even if a cached one is valid"},
               {.names = "--no-cache",
                .target = &options.no_cache,
                .help = "Do not read or write cached tokens"},
               {.names = "--min-validity",
                .target = &options.flags.min_validity,
                .value = "DURATION",
                .help = "Use a cached token only if it stays valid this long (default 5m)"}});
}

void add_timeout_flag(CommandDetails& command, GetTokenOptions& options) {
  command.add(kBehaviour,
              {{.names = "--timeout",
                .target = &options.flags.timeout,
                .value = "DURATION",
                .help = "Time limit of the whole command (default 60s; 5m for a sign-in)"}});
}

CommandDetails describe_get_token(GetTokenOptions& options) {
  CommandDetails command;
  add_request_flags(command, options);
  add_output_flags(command, options);
  add_cache_flags(command, options);
  add_timeout_flag(command, options);
  add_sign_in_flags(command, options.user);
  command.footer =
      "Examples:\n"
      "  TOKEN=$(entra-auth-cli get-token -p my-api-client)\n"
      "  entra-auth-cli get-token -p my-api-client -o curl |\n"
      "    curl -K - https://api.example/v1\n"
      "  entra-auth-cli get-token -p my-api-client -o json --min-validity 30m";
  return command;
}

CommandDetails describe_refresh(GetTokenOptions& options) {
  options.force = true;
  CommandDetails command;
  add_request_flags(command, options);
  add_output_flags(command, options);
  add_timeout_flag(command, options);
  add_sign_in_flags(command, options.user);
  command.footer =
      "The grant and the account stay the same. A signed-in user is asked only if the\n"
      "server does not renew the token without them.";
  return command;
}

}  // namespace

Command get_token_command() {
  return make_command("get-token", "Print an access token for a profile", describe_get_token,
                      get_token);
}

Command refresh_command() {
  return make_command("refresh", "Get a new token from the server now and replace the cached one",
                      describe_refresh, get_token);
}

Result<Output> get_token(const GetTokenOptions& options, const Context& context) {
  TRY(const auto format, output_format(options, context));
  TRY(auto profile, select_profile(options.profile, context, !options.user.no_interaction));
  TRY(const auto times, apply_overrides(options.flags, context.environment, profile));

  TRY_VOID(apply_sign_in_flags(options.user, profile));
  TRY(auto incoming_token, read_incoming_token(options.incoming_token, profile, context));

  Connection connection(profile, context);
  TerminalUserAgent terminal(context.environment, profile.name, !options.user.no_browser);
  TRY(auto response,
      connection.tokens().get(
          profile, {.force = options.force,
                    .use_cache = profile.cache && !options.no_cache,
                    .min_validity = times.min_validity,
                    .incoming_token = std::move(incoming_token),
                    .verify_incoming_token = options.incoming_token.verify,
                    .sign_in = sign_in_options(options.user, times, profile, terminal, context),
                    .vault_passphrase = vault_passphrase(options.user.no_interaction, context),
                    .deadline = context.started + times.timeout}));

  Secret text =
      render_token(response, profile.name, format, context.environment, context.clock.now());
  if (!options.file.empty()) {
    TRY_VOID(os::write_private_file(options.file, text.expose(), os::Durability::fast));
    text = Secret();
  }
  return Output{.text = std::move(text), .warnings = std::move(response.warnings)};
}

}  // namespace entra_auth::cli
