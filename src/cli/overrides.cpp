// SPDX-License-Identifier: MIT
#include "cli/overrides.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/freshness.hpp"
#include "service/cache_key.hpp"

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
  const auto duration = parse_duration(setting->value);
  if (!duration) {
    return fail(ErrorKind::usage,
                setting->origin + ": not a duration: " + for_terminal(setting->value, 60),
                {"write 90, 90s, 5m or 1h (at most 30 days)"});
  }
  return *duration;
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

Secret first_set(const os::Environment& environment, std::initializer_list<const char*> names,
                 std::string_view fallback) {
  for (const char* name : names) {
    if (const auto value = environment.get_nonempty(name)) return Secret(*value);
  }
  return Secret(fallback);
}

}  // namespace

Result<TokenTimes> apply_overrides(const TokenFlags& flags, const os::Environment& environment,
                                   Profile& profile) {
  if (!flags.scopes.empty() || !flags.resource.empty()) {
    override_scopes(flags.scopes, flags.resource, profile);
  } else {
    std::vector<std::string> scopes;
    if (const auto value = environment.get_nonempty("ENTRA_AUTH_CLI_SCOPE")) {
      scopes.emplace_back(*value);
    }
    override_scopes(scopes, environment.get_nonempty("ENTRA_AUTH_CLI_RESOURCE").value_or(""),
                    profile);
  }
  TRY_VOID(override_consumer_org(flags.consumer_org, profile));
  if (const auto setting = find_setting(flags.flow, "--flow", "ENTRA_AUTH_CLI_FLOW", environment)) {
    const auto flow = parse_flow(setting->value);
    if (!flow) {
      return fail(ErrorKind::usage,
                  setting->origin + ": unknown flow: " + for_terminal(setting->value, 60),
                  {"flows: client-credentials, interactive-browser, device-code, on-behalf-of, "
                   "maskinporten, managed-identity"});
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

http::TransportSettings transport_settings(const Profile& profile,
                                           const os::Environment& environment) {
  http::TransportSettings settings;
  settings.user_agent = "entra-auth-cli/" ENTRA_AUTH_VERSION;
  settings.proxy.https_proxy = first_set(
      environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}, profile.proxy);
  // HTTP_PROXY in upper case is not read: a CGI server sets it from a request header (httpoxy).
  settings.proxy.http_proxy =
      first_set(environment, {"http_proxy", "all_proxy", "ALL_PROXY"}, profile.proxy);
  settings.proxy.no_proxy = environment.get_nonempty("no_proxy")
                                .value_or(environment.get_nonempty("NO_PROXY").value_or(""));
  if (const auto file = environment.get_nonempty("SSL_CERT_FILE")) {
    settings.ca_file = *file;
    settings.ca_file_origin = "SSL_CERT_FILE";
  } else if (!profile.ca_file.empty()) {
    settings.ca_file = os::expand_home(profile.ca_file, environment).string();
    settings.ca_file_origin = "ca_file";
  }
  return settings;
}

}  // namespace entra_auth::cli
