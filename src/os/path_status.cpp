// SPDX-License-Identifier: MIT
#include "os/path_status.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace entra_auth::os {
namespace {

bool is_missing(int error_number) { return error_number == ENOENT || error_number == ENOTDIR; }

bool may_write(const std::filesystem::path& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

bool may_make(std::filesystem::path path) {
  struct stat status {};
  while (path.has_relative_path()) {
    path = path.parent_path();
    if (::stat(path.c_str(), &status) == 0) return S_ISDIR(status.st_mode) && may_write(path);
    if (!is_missing(errno)) return false;
  }
  return false;
}

}  // namespace

PathStatus look_at(const std::filesystem::path& path) {
  PathStatus seen;
  struct stat status {};
  seen.is_link = ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
  if (::stat(path.c_str(), &status) != 0) {
    if (is_missing(errno)) {
      seen.writable = may_make(path);
    } else {
      seen.type = PathType::unreadable;
      seen.error_number = errno;
    }
    return seen;
  }
  seen.type = S_ISREG(status.st_mode)   ? PathType::file
              : S_ISDIR(status.st_mode) ? PathType::folder
                                        : PathType::other;
  seen.owner = owner_of(status.st_uid);
  seen.mode = status.st_mode & 07777U;
  seen.writable = may_write(path);
  return seen;
}

}  // namespace entra_auth::os
