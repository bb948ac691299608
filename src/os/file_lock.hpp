// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <filesystem>
#include <optional>
#include <utility>

namespace entra_auth::os {

/// An exclusive flock(2) on a file that we never delete. The kernel releases it when the holder
/// closes it or ends, however it ends. Close-on-exec: no child keeps it.
class FileLock {
 public:
  /// Returns nullopt while another process holds the lock. Fails with `unexpected` if the file
  /// cannot be opened or its file system has no locks; the caller may then continue without a lock,
  /// because writes are atomic.
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
