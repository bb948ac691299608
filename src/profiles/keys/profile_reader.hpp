// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/keys/problem.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/profile.hpp>

#include <vector>

namespace entra_auth::profiles {

struct ReadProfile {
  Profile profile;                // to be used only where there is no problem
  std::vector<Problem> problems;  // by line
};

/// Reads and checks one member of the table `profiles`.
[[nodiscard]] ReadProfile read_profile(const TomlMember& member, const SourceFile& file);

}  // namespace entra_auth::profiles
