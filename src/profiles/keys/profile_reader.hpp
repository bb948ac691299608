// SPDX-License-Identifier: MIT
// From a table of a profile file to a checked profile.
#pragma once

#include "profiles/keys/problem.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <vector>

namespace entra_auth::profiles {

struct ReadProfile {
  Profile profile;                // usable only if there is no problem
  std::vector<Problem> problems;  // by line
};

/// Reads and checks one member of the table `profiles`.
[[nodiscard]] ReadProfile read_profile(const TomlMember& member, const SourceFile& file);

/// The profile, or its first problem as `error_of` words it.
[[nodiscard]] Result<Profile> read_valid_profile(const TomlMember& member, const SourceFile& file);
[[nodiscard]] Result<Profile> read_valid_profile(const std::string& name, const TomlTable& settings,
                                                 const SourceFile& file);

}  // namespace entra_auth::profiles
