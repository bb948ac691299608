// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace entra_auth::os {

/// The three kinds of folder that the XDG base directory specification knows.
enum class FolderKind : std::uint8_t { config, cache, data };

struct FolderChoice {
  std::filesystem::path path;
  std::string variable;  // that decided
};

/// What `config_folder` and its siblings return, and why.
[[nodiscard]] Result<FolderChoice> choose_folder(const Environment& environment, FolderKind kind);

}  // namespace entra_auth::os
