// SPDX-License-Identifier: MIT
// Words and names that settings accept. If several words mean the same, the first is canonical.
#pragma once

#include <entra_auth/profile.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::profiles {

template <class Value>
struct Named {
  std::string_view name;
  Value value;
};

inline constexpr std::array kProviders = {
    Named{"entra", Provider::entra},
    Named{"maskinporten", Provider::maskinporten},
    Named{"texas", Provider::texas},
    Named{"oidc", Provider::oidc},
};
inline constexpr std::array kClouds = {
    Named{"public", Cloud::public_cloud},
    Named{"usgov", Cloud::usgov},
    Named{"china", Cloud::china},
};
inline constexpr std::array kFlows = {
    Named{"client-credentials", Flow::client_credentials},
    Named{"interactive-browser", Flow::interactive_browser},
    Named{"interactive", Flow::interactive_browser},
    Named{"authorization-code", Flow::interactive_browser},
    Named{"device-code", Flow::device_code},
    Named{"on-behalf-of", Flow::on_behalf_of},
    Named{"obo", Flow::on_behalf_of},
    Named{"maskinporten", Flow::maskinporten},
    Named{"managed-identity", Flow::managed_identity},
};
inline constexpr std::array kAuthMethods = {
    Named{"none", AuthMethod::none},
    Named{"client-secret", AuthMethod::client_secret},
    Named{"certificate", AuthMethod::certificate},
    Named{"passwordless-certificate", AuthMethod::passwordless_certificate},
    Named{"jwk", AuthMethod::jwk},
    Named{"federated", AuthMethod::federated},
    Named{"managed-identity", AuthMethod::managed_identity},
};
inline constexpr std::array kMaskinportenEnvironments = {
    Named{"test", MaskinportenEnvironment::test},
    Named{"prod", MaskinportenEnvironment::prod},
};
inline constexpr std::array kRequestFormats = {
    Named{"form", BodyFormat::form},
    Named{"json", BodyFormat::json},
};
inline constexpr std::array kSecretTransmissions = {
    Named{"client_secret_post", SecretTransmission::client_secret_post},
    Named{"client_secret_basic", SecretTransmission::client_secret_basic},
};

/// Equal but for case, hyphens and underscores: `ClientSecret` is `client-secret`.
[[nodiscard]] bool is_same_name(std::string_view a, std::string_view b);

template <class Value, std::size_t size>
[[nodiscard]] std::optional<Value> parse_name(const std::array<Named<Value>, size>& names,
                                              std::string_view text) {
  for (const auto& named : names) {
    if (is_same_name(named.name, text)) return named.value;
  }
  return std::nullopt;
}

template <class Value, std::size_t size>
[[nodiscard]] std::string_view name_of(const std::array<Named<Value>, size>& names, Value value) {
  for (const auto& named : names) {
    if (named.value == value) return named.name;
  }
  return {};
}

/// "entra, maskinporten, texas or oidc": aliases are left out.
template <class Value, std::size_t size>
[[nodiscard]] std::string list_names(const std::array<Named<Value>, size>& names) {
  std::string list;
  for (std::size_t i = 0; i < size; ++i) {
    if (name_of(names, names[i].value) != names[i].name) continue;
    if (!list.empty()) list += i + 1 == size ? " or " : ", ";
    list += names[i].name;
  }
  return list;
}

/// [A-Za-z0-9][A-Za-z0-9._-]{0,63}
[[nodiscard]] bool is_valid_profile_name(std::string_view name);
inline constexpr std::string_view kProfileNameRule =
    "a name is 1 to 64 letters, digits, dots, hyphens and underscores, and starts with a letter or "
    "a digit";

/// "env:...": the profile comes from the environment and needs no file.
[[nodiscard]] bool is_virtual_profile(std::string_view name);

/// Letters, digits, dots and hyphens: a GUID, a domain, or a word such as `common`. It becomes part
/// of a path, so `..` is refused.
[[nodiscard]] bool is_tenant(std::string_view text);
/// RFC 6749 appendix A.1; no spaces, because no server issues them and a pasted one is a mistake.
[[nodiscard]] bool is_client_id(std::string_view text);
/// Words of OpenID Connect Core section 3.1.2.1, separated by spaces.
[[nodiscard]] bool is_prompt(std::string_view text);

}  // namespace entra_auth::profiles
