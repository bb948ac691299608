// SPDX-License-Identifier: MIT
// Files that users write by hand, where the rules differ from those of our own files: what is
// there, who owns it, who else may read or change it.
#pragma once

#include "os/files.hpp"
#include <entra_auth/result.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace entra_auth::os {

enum class FileOwner : std::uint8_t { self, root, other };
/// As seen from this process.
[[nodiscard]] FileOwner owner_of(unsigned user_id);

/// A file and its owner and mode, all taken from one open descriptor.
struct ObservedFile {
  FileContent content;
  bool regular = false;  // false: a pipe, FIFO or device, and what follows is not set
  FileOwner owner = FileOwner::other;
  bool owned_by_root_group = false;
  unsigned mode = 0;  // the permission bits

  [[nodiscard]] bool is_private() const { return regular && (mode & 077U) == 0; }
};

/// Reads a file of at most `max_bytes` and follows links. A FIFO blocks until it is written to.
[[nodiscard]] ObservedFile read_observed_file(const std::filesystem::path& path,
                                              std::size_t max_bytes);

enum class PathType : std::uint8_t { missing, file, folder, other, unreadable };

/// For showing to users: opening the file makes every decision again.
struct PathStatus {
  PathType type = PathType::missing;
  bool is_link = false;  // everything else describes the target
  FileOwner owner = FileOwner::other;
  unsigned mode = 0;      // the permission bits
  bool writable = false;  // by this process, now; if the path is missing: its nearest folder is
  int error_number = 0;   // errno behind `unreadable`
};

[[nodiscard]] PathStatus look_at(const std::filesystem::path& path);

/// The file that `path` leads to by links that belong to this user or to root: people keep their
/// configuration in a repository and link to it. The file may be missing. Fails with
/// `invalid_configuration` for a link of another user, a loop, and anything but a regular file.
[[nodiscard]] Result<std::filesystem::path> behind_own_links(const std::filesystem::path& path);

}  // namespace entra_auth::os
