// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/profile.hpp>

#include <string>
#include <vector>

namespace entra_auth::cli {

/// What a profile takes from this machine, for the user who imports it.
struct ProfileReferences {
  std::vector<std::string> places;    // "client_secret: environment variable MY_SECRET"
  std::vector<std::string> programs;  // "client_secret is what this program prints: pass show x"
};

/// Every secret reference and every file that the profile names. Each line is safe for a terminal.
[[nodiscard]] ProfileReferences references_of(const Profile& profile);

}  // namespace entra_auth::cli
