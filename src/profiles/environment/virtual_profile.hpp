// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <filesystem>
#include <string_view>

namespace entra_auth::profiles {

/// The profile that the environment describes (docs/profiles.md, "Profiles from the environment"):
/// `env:azure`, `env:azure/VARIABLE`, `env:nais`, `env:maskinporten`, `env:texas/PROVIDER`. Its
/// secrets are references, and none is read. `nais_secrets` is the folder in which Nais mounts
/// files. Fails with `profile_not_found` for another name, and with `invalid_configuration` if a
/// variable is missing or unusable; the message names it.
[[nodiscard]] Result<Profile> virtual_profile(
    std::string_view name, const os::Environment& environment,
    const std::filesystem::path& nais_secrets = "/var/run/secrets/nais.io");

}  // namespace entra_auth::profiles
