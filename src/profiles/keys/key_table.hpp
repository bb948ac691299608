// SPDX-License-Identifier: MIT
// Every key that a profile may have, as data.
#pragma once

#include "profiles/keys/problem.hpp"
#include <entra_auth/profile.hpp>

#include <span>
#include <string>
#include <string_view>

namespace entra_auth::profiles {

/// A set of providers, one bit each.
using ProviderSet = unsigned;
[[nodiscard]] constexpr ProviderSet only(Provider provider) {
  return 1U << static_cast<unsigned>(provider);
}

struct ProfileKey {
  std::string_view name;
  ProviderSet providers;                    // whose profiles may have the key
  void (*read)(const KeyContext& context);  // stores the value in the profile
};

/// In the order of docs/profiles.md.
[[nodiscard]] std::span<const ProfileKey> profile_keys();
/// Null for a name that is no key.
[[nodiscard]] const ProfileKey* find_profile_key(std::string_view name);
/// "did you mean client_secret?", or nothing where no key is near.
[[nodiscard]] std::string suggest_profile_key(std::string_view name);

}  // namespace entra_auth::profiles
