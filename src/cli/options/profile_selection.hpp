// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "profiles/profile_store.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

[[nodiscard]] Result<profiles::ProfileStore> load_profiles(const Context& context);

/// Which profile is selected, and by what.
struct ProfileChoice {
  std::string name;
  std::string origin;  // "--profile", "ENTRA_AUTH_CLI_PROFILE", "FILE:LINE", "the only one"
};
[[nodiscard]] std::optional<ProfileChoice> named_profile(const std::string& flag,
                                                         const os::Environment& environment);
/// `default_profile`, else the only one.
[[nodiscard]] std::optional<ProfileChoice> profile_of_file(const profiles::ProfileStore& store);

/// The selected profile: the flag, else ENTRA_AUTH_CLI_PROFILE, else `default_profile`, else
/// the only one, else (`may_ask`, on a terminal) a choice. A profile from the environment (env:...)
/// needs neither a file nor a home folder. Fails with `profile_not_found` if none of
/// these selects one.
[[nodiscard]] Result<Profile> select_profile(const std::string& flag, const Context& context,
                                             bool may_ask);

}  // namespace entra_auth::cli
