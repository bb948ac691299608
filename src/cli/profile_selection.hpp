// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "profiles/profile_store.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::cli {

[[nodiscard]] Result<profiles::ProfileStore> load_profiles(const Context& context);

/// The profile that is meant: the flag, else ENTRA_AUTH_CLI_PROFILE, else `default_profile`, else
/// the only one, else (`may_ask`, on a terminal) a choice. A profile from the environment (env:...)
/// needs neither a file nor a home folder. Kind `profile_not_found` where none of
/// these says which.
[[nodiscard]] Result<Profile> select_profile(const std::string& flag, const Context& context,
                                             bool may_ask);

}  // namespace entra_auth::cli
