// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "os/descriptor.hpp"
#include "os/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace entra_auth::os {
namespace {

constexpr mode_t kFolderMode = 0700;

tl::unexpected<Error> cannot_use(const std::filesystem::path& path, const std::string& reason) {
  return fail(ErrorKind::unexpected, "cannot use the folder " + path.string() + ": " + reason);
}

/// People link ~/.cache to another disk; a link that somebody else made is not followed.
bool is_our_link(const std::filesystem::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode) &&
         (status.st_uid == ::geteuid() || status.st_uid == 0);
}

/// Returns 0 or an errno.
int make_one_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), kFolderMode) != 0) {
    return errno == EEXIST ? 0 : errno;  // a sibling process was faster; the caller has a look
  }
  // By name, because a umask like 0777 leaves us a folder that we may not open. Where this is not
  // supported the caller's fchmod does the same for all other umasks.
  [[maybe_unused]] const int unsupported =
      ::fchmodat(AT_FDCWD, path.c_str(), kFolderMode, AT_SYMLINK_NOFOLLOW);
  return 0;
}

Result<void> make_folder(const std::filesystem::path& path) {
  int problem = make_one_folder(path);
  const auto parent = path.parent_path();
  if (problem == ENOENT && !parent.empty() && parent != path) {
    TRY_VOID(make_folder(parent));
    problem = make_one_folder(path);
  }
  if (problem != 0) return cannot_use(path, errno_text(problem));
  return {};
}

}  // namespace

Result<void> ensure_private_folder(const std::filesystem::path& path) {
  int fd = open_folder(path, O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT) {
    TRY_VOID(make_folder(path));
    fd = open_folder(path, O_NOFOLLOW);
  }
  if (fd < 0 && (errno == ENOTDIR || errno == ELOOP)) {
    if (is_our_link(path)) {
      fd = open_folder(path, 0);
    } else {
      errno = ENOTDIR;
    }
  }
  const Descriptor folder(fd);
  struct stat status {};
  if (!folder.valid() || ::fstat(folder.get(), &status) != 0) {
    return cannot_use(path, errno_text(errno));
  }
  if (status.st_uid != ::geteuid()) return cannot_use(path, "it belongs to another user");
  if ((status.st_mode & 077U) != 0 && ::fchmod(folder.get(), kFolderMode) != 0) {
    return cannot_use(path, "it cannot be made private: " + errno_text(errno));
  }
  return {};
}

}  // namespace entra_auth::os
