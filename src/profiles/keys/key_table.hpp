// SPDX-License-Identifier: MIT
// Every key that a profile may have, as data.
#pragma once

#include "profiles/keys/problem.hpp"
#include "profiles/keys/shown_values.hpp"
#include <entra_auth/profile.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::profiles {

/// A set of providers, one bit each.
using ProviderSet = unsigned;
[[nodiscard]] constexpr ProviderSet only(Provider provider) {
  return 1U << static_cast<unsigned>(provider);
}

/// What a key decides. A change of the first three means another token, which must have a cache
/// entry of its own; tests/service/key_roles_test.cpp changes every key and looks.
enum class KeyRole : std::uint8_t {
  identity,        // which client of which server gets the token
  credential,      // which credential proves that
  request,         // what is asked for
  credential_use,  // how the credential is opened, sent or signed with
  sign_in,         // how a user signs in
  transport,       // how requests are sent
  behaviour,       // how this program checks and keeps tokens
};
[[nodiscard]] constexpr bool changes_token(KeyRole role) {
  return role == KeyRole::identity || role == KeyRole::credential || role == KeyRole::request;
}

struct ProfileKey {
  std::string_view name;
  ProviderSet providers;  // whose profiles may have the key
  KeyRole role;
  void (*read)(const KeyContext& context);     // stores the value in the profile
  ShownValue (*show)(const Profile& profile);  // the value as it is understood
};

/// In the order of docs/profiles.md.
[[nodiscard]] std::span<const ProfileKey> profile_keys();
/// Returns null if no key has that name.
[[nodiscard]] const ProfileKey* find_profile_key(std::string_view name);
/// "did you mean client_secret?"; empty if no key is near.
[[nodiscard]] std::string suggest_profile_key(std::string_view name);

/// Whether the key tells the server which client asks: with another value, cached tokens and
/// sign-ins belong to another client. False for an unknown key.
[[nodiscard]] bool is_identity_key(std::string_view name);
/// Whether the key is a credential or belongs to one. False for an unknown key.
[[nodiscard]] bool is_credential_key(std::string_view name);

/// The profile as it is understood, under the keys that it would have in the file and in their
/// order: with the settings that follow from others (provider, flow, auth_method), without those
/// that are empty or the default. Literal secrets are "********"; references stay references.
[[nodiscard]] TomlTable view_profile(const Profile& profile);

}  // namespace entra_auth::profiles
