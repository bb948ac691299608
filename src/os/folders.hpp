// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace entra_auth::os {

/// Where our files are, as docs/profiles.md documents it. ENTRA_AUTH_CLI_{CONFIG,CACHE,DATA}_DIR
/// comes first; an empty value counts as not set, a relative path is an error. Then
/// XDG_{CONFIG,CACHE,DATA}_HOME; empty and relative paths are ignored, as the XDG base directory
/// specification asks. Then HOME, which must be absolute. Fails with `invalid_configuration` and
/// names the variable to set.
[[nodiscard]] Result<std::filesystem::path> config_folder(const Environment& environment);
[[nodiscard]] Result<std::filesystem::path> cache_folder(const Environment& environment);
[[nodiscard]] Result<std::filesystem::path> data_folder(const Environment& environment);

/// The three kinds of folder that the XDG base directory specification knows.
enum class FolderKind : std::uint8_t { config, cache, data };

struct FolderChoice {
  std::filesystem::path path;
  std::string variable;  // the one that decided
};

/// The same with the reason.
[[nodiscard]] Result<FolderChoice> choose_folder(const Environment& environment, FolderKind kind);

}  // namespace entra_auth::os
