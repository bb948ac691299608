// SPDX-License-Identifier: MIT
#include "cli/options/token_settings.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "cache/token_cache.hpp"
#include "profiles/keys/words.hpp"
#include "service/requested_token.hpp"

#include <optional>
#include <string_view>

namespace entra_auth::cli {
namespace {

constexpr std::chrono::seconds kDefaultTimeout{60};

struct Setting {
  std::string value;
  std::string origin;  // "--timeout" or "ENTRA_AUTH_CLI_TIMEOUT"
};

std::optional<Setting> find_setting(const std::string& flag_value, const char* flag,
                                    const char* variable, const os::Environment& environment) {
  if (!flag_value.empty()) return Setting{flag_value, flag};
  if (const auto value = environment.get_nonempty(variable)) {
    return Setting{std::string(*value), variable};
  }
  return std::nullopt;
}

Result<std::chrono::seconds> duration_setting(const std::string& flag_value, const char* flag,
                                              const char* variable,
                                              const os::Environment& environment,
                                              std::optional<std::chrono::seconds> from_profile,
                                              std::chrono::seconds fallback) {
  const auto setting = find_setting(flag_value, flag, variable, environment);
  if (!setting) return from_profile.value_or(fallback);
  return read_duration(setting->origin, setting->value);
}

struct RequestedApi {
  std::vector<std::string> scopes;
  std::string resource;
  const char* scopes_origin;
  const char* resource_origin;
};

/// Both from the flags, or both from the environment.
RequestedApi requested_api(const TokenFlags& flags, const os::Environment& environment) {
  if (!flags.scopes.empty() || !flags.resource.empty()) {
    return {flags.scopes, flags.resource, "--scope", "--resource"};
  }
  RequestedApi api{{}, {}, "ENTRA_AUTH_CLI_SCOPE", "ENTRA_AUTH_CLI_RESOURCE"};
  if (const auto scope = environment.get_nonempty(api.scopes_origin)) {
    api.scopes.emplace_back(*scope);
  }
  api.resource = environment.get_nonempty(api.resource_origin).value_or("");
  return api;
}

std::optional<Setting> find_flow(const TokenFlags& flags, const os::Environment& environment) {
  return find_setting(flags.flow, "--flow", "ENTRA_AUTH_CLI_FLOW", environment);
}

/// Scope and resource are one setting where a resource is only another way to write a scope: who
/// gives one of them replaces both.
void override_scopes(const std::vector<std::string>& scopes, std::string_view resource,
                     Profile& profile) {
  if (scopes.empty() && resource.empty()) return;
  const bool is_one = service::resource_is_a_scope(profile);
  if (is_one || !scopes.empty()) profile.scopes.clear();
  if (is_one || !resource.empty()) profile.resource = resource;
  for (const auto& scope : scopes) {
    for (auto& each : split(scope, " ,\t\n")) profile.scopes.push_back(std::move(each));
  }
}

Result<void> override_consumer_org(const std::string& consumer_org, Profile& profile) {
  if (consumer_org.empty()) return {};
  if (profile.provider != Provider::maskinporten) {
    return fail(ErrorKind::usage,
                "--consumer-org has no meaning for profile " + profile.name + " of provider " +
                    std::string(name(profile.provider)),
                {"use a profile of provider maskinporten"});
  }
  if (consumer_org.size() != 9 || !parse_digits(consumer_org)) {
    return fail(ErrorKind::usage,
                "--consumer-org: not an organization number: " + for_terminal(consumer_org, 60),
                {"write its 9 digits, for example 123456789"});
  }
  profile.consumer_org = consumer_org;
  return {};
}

}  // namespace

Result<std::chrono::seconds> read_duration(const std::string& origin, std::string_view text,
                                           std::chrono::seconds least) {
  const auto duration = parse_duration(text);
  if (duration && *duration >= least) return *duration;
  const std::string bound = least.count() == 0 ? "" : " of at least " + describe_duration(least);
  return fail(ErrorKind::usage, origin + ": not a duration" + bound + ": " + for_terminal(text, 60),
              {"write 90, 90s, 5m or 1h (at most 30 days)"});
}

Result<TokenTimes> apply_overrides(const TokenFlags& flags, const os::Environment& environment,
                                   Profile& profile) {
  const auto api = requested_api(flags, environment);
  override_scopes(api.scopes, api.resource, profile);
  TRY_VOID(override_consumer_org(flags.consumer_org, profile));
  if (const auto setting = find_flow(flags, environment)) {
    const auto flow = parse_flow(setting->value);
    if (!flow) {
      return fail(ErrorKind::usage,
                  setting->origin + ": unknown flow: " + for_terminal(setting->value, 60),
                  {"use " + profiles::list_names(profiles::kFlows)});
    }
    profile.flow = *flow;
  }
  TRY(const auto min_validity,
      duration_setting(flags.min_validity, "--min-validity", "ENTRA_AUTH_CLI_MIN_VALIDITY",
                       environment, profile.min_validity, cache::kDefaultMinValidity));
  TRY(const auto timeout, duration_setting(flags.timeout, "--timeout", "ENTRA_AUTH_CLI_TIMEOUT",
                                           environment, profile.timeout, kDefaultTimeout));
  if (timeout.count() == 0) {
    return fail(ErrorKind::usage, "--timeout: must be at least one second");
  }
  const bool is_set =
      profile.timeout || find_setting(flags.timeout, "", "ENTRA_AUTH_CLI_TIMEOUT", environment);
  return TokenTimes{
      .min_validity = min_validity, .timeout = timeout, .has_default_timeout = !is_set};
}

SettingOrigins override_origins(const TokenFlags& flags, const os::Environment& environment) {
  SettingOrigins origins;
  const auto add = [&](const char* key, const std::optional<Setting>& setting) {
    if (setting) origins[key] = setting->origin;
  };
  const auto api = requested_api(flags, environment);
  if (!api.scopes.empty()) origins["scopes"] = api.scopes_origin;
  if (!api.resource.empty()) origins["resource"] = api.resource_origin;
  if (!flags.consumer_org.empty()) origins["consumer_org"] = "--consumer-org";
  add("flow", find_flow(flags, environment));
  add("min_validity", find_setting(flags.min_validity, "--min-validity",
                                   "ENTRA_AUTH_CLI_MIN_VALIDITY", environment));
  add("timeout", find_setting(flags.timeout, "--timeout", "ENTRA_AUTH_CLI_TIMEOUT", environment));
  return origins;
}

}  // namespace entra_auth::cli
