// SPDX-License-Identifier: MIT
// Which provider, flow and credential go together: one table for the check of profiles, for
// `--flow`, which may ask for what a profile is not made for, and for the dialogue.
#pragma once

#include <entra_auth/profile.hpp>

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// A set of methods, one bit each.
using MethodSet = unsigned;
[[nodiscard]] constexpr MethodSet methods(std::initializer_list<AuthMethod> members) {
  MethodSet set = 0;
  for (const AuthMethod method : members) set |= 1U << static_cast<unsigned>(method);
  return set;
}

/// A key that is a credential, and the `auth_method` that it means.
struct CredentialKey {
  std::string_view name;
  AuthMethod method;
};
inline constexpr std::array kCredentials = {
    CredentialKey{"client_secret", AuthMethod::client_secret},
    CredentialKey{"certificate_path", AuthMethod::certificate},
    CredentialKey{"jwk", AuthMethod::jwk},
    CredentialKey{"private_key", AuthMethod::jwk},  // a JWK in two keys: with `key_id`
    CredentialKey{"federated", AuthMethod::federated},
    CredentialKey{"federated_token", AuthMethod::federated},
};

/// Whether a user signs in with that flow.
[[nodiscard]] bool has_user(Flow flow);

/// Whether some flow of the provider can use the method.
[[nodiscard]] bool can_use(Provider provider, AuthMethod method);

/// Why a flow cannot be used: "flow on-behalf-of needs a credential".
struct FlowMistake {
  std::string message;
  std::string hint;
  /// The credentials of which one must be set; empty if something else is wrong.
  std::vector<std::string> missing{};
};

/// Returns nullopt if the profile's provider has its flow and the flow goes with its method.
[[nodiscard]] std::optional<FlowMistake> find_flow_mistake(const Profile& profile);
/// The mistake of a flow that needs a credential and has none.
[[nodiscard]] FlowMistake missing_credential(Flow flow);

}  // namespace entra_auth::profiles
