// SPDX-License-Identifier: MIT
// What a path is, who owns it and who else may use it, for people: nothing is decided by it that
// opening the file does not decide again.
#pragma once

#include "os/file_status.hpp"

#include <cstdint>
#include <filesystem>

namespace entra_auth::os {

enum class PathType : std::uint8_t { missing, file, folder, other, unreadable };

struct PathStatus {
  PathType type = PathType::missing;
  bool is_link = false;  // the rest is that of what it leads to
  FileOwner owner = FileOwner::other;
  unsigned mode = 0;      // the permission bits
  bool writable = false;  // by this process, now; of a missing path: its nearest folder is
  int error_number = 0;   // errno behind `unreadable`
};

[[nodiscard]] PathStatus look_at(const std::filesystem::path& path);

}  // namespace entra_auth::os
