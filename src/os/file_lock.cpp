// SPDX-License-Identifier: MIT
#include "os/file_lock.hpp"

#include "os/descriptor.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

namespace entra_auth::os {
namespace {

tl::unexpected<Error> cannot_lock(const std::filesystem::path& path) {
  const int error_number = errno;
  return fail(ErrorKind::unexpected,
              "cannot lock " + path.string() + ": " + errno_text(error_number));
}

/// Whether the locked file is still the one that others would open now.
bool still_in_place(const struct stat& locked, const std::filesystem::path& path) {
  struct stat present {};
  return ::lstat(path.c_str(), &present) == 0 && present.st_dev == locked.st_dev &&
         present.st_ino == locked.st_ino;
}

}  // namespace

Result<std::optional<FileLock>> FileLock::try_acquire(const std::filesystem::path& path) {
  constexpr int kAttempts = 8;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Descriptor file(retry_on_interrupt(
        [&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); }));
    if (!file.valid()) return cannot_lock(path);
    if (retry_on_interrupt([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) != 0) {
      if (errno == EWOULDBLOCK) return std::nullopt;
      return cannot_lock(path);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return cannot_lock(path);
    if ((status.st_mode & 07777U) != 0600) ::fchmod(file.get(), 0600);  // made under an odd umask
    if (still_in_place(status, path)) return FileLock(file.release());
  }
  return std::nullopt;  // another process keeps replacing the file, as if it held the lock
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace entra_auth::os
