// SPDX-License-Identifier: MIT
#include "cli/get_token/get_token.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/connection.hpp"
#include "cli/interaction/passphrase_flags.hpp"
#include "cli/interaction/terminal_user_agent.hpp"
#include "cli/options/profile_selection.hpp"
#include "cli/parser/add_command.hpp"
#include "http/curl_transport.hpp"
#include "http/retrying_transport.hpp"
#include "os/files.hpp"
#include "profiles/keys/words.hpp"
#include "service/token_service.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace entra_auth::cli {
namespace {

constexpr const char* kOutputs = "token, json, yaml, header, env, curl or kubectl";
constexpr const char* kBehaviour = "Cache and time";

std::string output_name(const GetTokenOptions& options, const os::Environment& environment) {
  if (!options.output.empty()) return options.output;
  return std::string(environment.get_nonempty("ENTRA_AUTH_CLI_OUTPUT").value_or("token"));
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

void add_request_flags(CLI::App& command, GetTokenOptions& options) {
  constexpr const char* kRequest = "What to ask for";
  command.add_option("-p,--profile", options.profile, "Profile to use")
      ->type_name("NAME")
      ->group(kRequest);
  command
      .add_option("-s,--scope", options.flags.scopes,
                  "Scope instead of the profile's; may be repeated")
      ->type_name("SCOPE")
      ->allow_extra_args(false)
      ->group(kRequest);
  command
      .add_option("--resource", options.flags.resource,
                  "Ask for RESOURCE/.default; for Maskinporten the token's audience")
      ->type_name("RESOURCE")
      ->group(kRequest);
  command.add_option("-f,--flow", options.flags.flow, "Flow instead of the profile's")
      ->check(Words(flow_names))
      ->type_name("FLOW")
      ->group(kRequest);
  command
      .add_option("--consumer-org", options.flags.consumer_org,
                  "Maskinporten: the organization that has delegated to yours")
      ->type_name("ORGNO")
      ->group(kRequest);
  command
      .add_option("--assertion-file", options.incoming_token.file,
                  "On-behalf-of: the user's token in a file; - is standard input")
      ->type_name("FILE")
      ->group(kRequest);
  command
      .add_option("--assertion-env", options.incoming_token.variable,
                  "On-behalf-of: the user's token in a variable")
      ->type_name("NAME")
      ->group(kRequest);
  command
      .add_flag("--verify-assertion", options.incoming_token.verify,
                "On-behalf-of: check the signature of the user's token first")
      ->group(kRequest);
}

void add_output_flags(CLI::App& command, GetTokenOptions& options) {
  constexpr const char* kOutput = "Output";
  command.add_option("-o,--output", options.output, kOutputs)
      ->check(Words(token_format_names))
      ->type_name("FORMAT")
      ->group(kOutput);
  command.add_option("--file", options.file, "Write to a private file instead of stdout")
      ->type_name("PATH")
      ->group(kOutput);
}

void add_timeout_flag(CLI::App& command, GetTokenOptions& options) {
  command
      .add_option("--timeout", options.flags.timeout,
                  "Bound on the whole command (default 60s; 5m for a sign-in)")
      ->type_name("DURATION")
      ->group(kBehaviour);
}

void add_cache_flags(CLI::App& command, GetTokenOptions& options) {
  command
      .add_flag("--force,--force-refresh", options.force,
                "Ask the server even if a cached token is good")
      ->group(kBehaviour);
  command.add_flag("--no-cache", options.no_cache, "Neither read nor write cached tokens")
      ->group(kBehaviour);
  command
      .add_option("--min-validity", options.flags.min_validity,
                  "Least life left in a cached token (default 5m)")
      ->type_name("DURATION")
      ->group(kBehaviour);
}

void run_with(CLI::App& command, const std::shared_ptr<GetTokenOptions>& options,
              Invocation& invocation) {
  command.callback([options, &invocation] {
    invocation.json_errors = output_name(*options, invocation.environment) == "json";
    invocation.command = [options](const Context& context) { return get_token(*options, context); };
  });
}

void bind_get_token(CLI::App& command, Invocation& invocation) {
  auto options = std::make_shared<GetTokenOptions>();
  command.footer(
      "Examples:\n"
      "  TOKEN=$(entra-auth-cli get-token -p my-api-client)\n"
      "  entra-auth-cli get-token -p my-api-client -o curl | curl -K - https://api.example/v1\n"
      "  entra-auth-cli get-token -p my-api-client -o json --min-validity 30m");
  add_request_flags(command, *options);
  add_output_flags(command, *options);
  add_cache_flags(command, *options);
  add_timeout_flag(command, *options);
  add_sign_in_flags(command, options->user);
  run_with(command, options, invocation);
}

void bind_refresh(CLI::App& command, Invocation& invocation) {
  auto options = std::make_shared<GetTokenOptions>();
  options->force = true;
  command.footer(
      "The grant and the account stay the same: a signed-in user is asked only where the server\n"
      "does not renew the token without them.");
  add_request_flags(command, *options);
  add_output_flags(command, *options);
  add_timeout_flag(command, *options);
  add_sign_in_flags(command, options->user);
  run_with(command, options, invocation);
}

}  // namespace

void add_get_token(CLI::App& app, Invocation& invocation) {
  add_command(app, "get-token", "Print an access token for a profile",
              [&invocation](CLI::App& command) { bind_get_token(command, invocation); });
}

void add_refresh(CLI::App& app, Invocation& invocation) {
  add_command(app, "refresh", "Get a new token from the server now and replace the cached one",
              [&invocation](CLI::App& command) { bind_refresh(command, invocation); });
}

Result<Output> get_token(const GetTokenOptions& options, const Context& context) {
  TRY(const auto format, output_format(options, context));
  TRY(auto profile, select_profile(options.profile, context, !options.user.no_interaction));
  TRY(const auto times, apply_overrides(options.flags, context.environment, profile));

  TRY_VOID(apply_sign_in_flags(options.user, profile));
  TRY(auto incoming_token, read_incoming_token(options.incoming_token, profile, context));

  http::CurlTransport curl(transport_settings(profile, context.environment), context.clock);
  http::RetryingTransport transport(curl, context.clock);
  auto opened = open_token_cache(context.environment);
  service::TokenService service(context.environment, std::move(opened.cache),
                                std::move(opened.reason), transport, context.clock);
  TerminalUserAgent terminal(context.environment, profile.name, !options.user.no_browser);
  TRY(auto response,
      service.get(profile,
                  {.force = options.force,
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
