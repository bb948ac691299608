// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <filesystem>
#include <string_view>

namespace entra_auth::profiles {

/// The profile that the surroundings describe (docs/profiles.md, "Profiles from the environment"):
/// `env:azure`, `env:azure/VARIABLE`, `env:nais`, `env:maskinporten`, `env:texas/PROVIDER`. Its
/// secrets are references: nothing secret is read. `nais_secrets` is where Nais mounts files. Kind
/// `profile_not_found` for another name, `invalid_configuration` where a variable is missing or of
/// no use: the message names it.
[[nodiscard]] Result<Profile> virtual_profile(
    std::string_view name, const os::Environment& environment,
    const std::filesystem::path& nais_secrets = "/var/run/secrets/nais.io");

}  // namespace entra_auth::profiles
