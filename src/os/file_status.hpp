// SPDX-License-Identifier: MIT
// A file together with who owns it and who else can see or change it, all taken from one open
// descriptor: for files that users write by hand, where the rules differ from those of our own
// files.
// What a path is, who owns it and who else may use it, for people: nothing is decided by it that
// opening the file does not decide again.
#pragma once

#include "os/file_status.hpp"
#include "os/files.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace entra_auth::os {

enum class FileOwner : std::uint8_t { self, root, other };
/// Seen from this process.
[[nodiscard]] FileOwner owner_of(unsigned user_id);

struct ObservedFile {
  FileContent content;
  bool regular = false;  // false: a pipe, FIFO or device; the rest says nothing then
  FileOwner owner = FileOwner::other;
  bool owned_by_root_group = false;
  unsigned mode = 0;  // the permission bits

  [[nodiscard]] bool is_private() const { return regular && (mode & 077U) == 0; }
};

/// Reads a file of at most `max_bytes`; links are followed. A FIFO blocks until it is written to.
[[nodiscard]] ObservedFile read_observed_file(const std::filesystem::path& path,
                                              std::size_t max_bytes);

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
