// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <filesystem>
#include <optional>
#include <utility>

namespace entra_auth::os {

/// An exclusive flock(2) on a file that is never deleted by us. The kernel releases it when the
/// holder closes it or dies, however it dies. Close-on-exec: no child keeps it.
class FileLock {
 public:
  /// The lock, or nothing while another process holds it. An error where this file system cannot
  /// lock at all or the file cannot be opened; the caller may go on without a lock then, because
  /// writes are atomic anyway.
  [[nodiscard]] static Result<std::optional<FileLock>> try_acquire(
      const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}

  int fd_;
};

}  // namespace entra_auth::os
