// SPDX-License-Identifier: MIT
#include "os/file_status.hpp"

#include "os/descriptor.hpp"
#include "os/input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace entra_auth::os {
namespace {

FileContent failed(int error_number) {
  const bool missing = error_number == ENOENT || error_number == ENOTDIR;
  return {.bytes = {},
          .problem = missing ? FileProblem::missing : FileProblem::unreadable,
          .error_number = error_number};
}

FileContent failed(FileProblem problem) {
  return {.bytes = {}, .problem = problem, .error_number = 0};
}

ObservedFile read_regular(int fd, std::size_t max_bytes) {
  ObservedFile file;
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    file.content = failed(errno);
    return file;
  }
  if (!S_ISREG(status.st_mode)) {
    file.content = S_ISDIR(status.st_mode) ? failed(EISDIR) : failed(FileProblem::not_regular);
    return file;
  }
  file.regular = true;
  file.owner = owner_of(status.st_uid);
  file.owned_by_root_group = status.st_gid == 0;
  file.mode = status.st_mode & 07777U;
  if (std::cmp_greater(status.st_size, max_bytes)) {
    file.content = failed(FileProblem::too_large);
  } else if (auto bytes = read_descriptor(fd, max_bytes)) {
    file.content.bytes = std::move(*bytes);
  } else {
    file.content = failed(EIO);
  }
  return file;
}

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

FileOwner owner_of(unsigned user_id) {
  if (user_id == ::geteuid()) return FileOwner::self;
  return user_id == 0 ? FileOwner::root : FileOwner::other;
}

ObservedFile read_observed_file(const std::filesystem::path& path, std::size_t max_bytes) {
  ObservedFile file;
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    file.content = failed(errno);
    return file;
  }
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
    file.content = read_file(path, max_bytes, Privacy::not_required);
    return file;
  }
  // The path may lead to something else by now: open it without blocking, and look again.
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd.valid()) {
    file.content = failed(errno);
    return file;
  }
  return read_regular(fd.get(), max_bytes);
}

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

Result<std::filesystem::path> behind_own_links(const std::filesystem::path& path) {
  constexpr int kMaxLinks = 16;
  constexpr auto kKind = ErrorKind::invalid_configuration;
  std::filesystem::path file = path;
  for (int i = 0; i < kMaxLinks; ++i) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0 || S_ISREG(status.st_mode)) return file;
    if (!S_ISLNK(status.st_mode)) return fail(kKind, path.native() + " is not a regular file");
    if (owner_of(status.st_uid) == FileOwner::other) {
      return fail(kKind, file.native() + " is a link of another user", {"use a file of your own"});
    }
    std::error_code problem;
    const auto target = std::filesystem::read_symlink(file, problem);
    if (problem) break;
    file = target.is_absolute() ? target : file.parent_path() / target;
  }
  return fail(kKind, path.native() + " is a link that leads nowhere");
}

}  // namespace entra_auth::os
