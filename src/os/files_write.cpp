// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "os/descriptor.hpp"
#include "os/files.hpp"
#include "os/random.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <memory>

namespace entra_auth::os {
namespace {

constexpr std::string_view kSuffix = ".tmp";
constexpr std::size_t kRandomDigits = 16;

/// ".NAME.0123456789abcdef.tmp", short enough for every file system.
std::string temporary_name(const std::string& name) {
  return "." + name.substr(0, 200) + "." + hex_encode(random_bytes(kRandomDigits / 2)) +
         std::string(kSuffix);
}

bool is_temporary_name(std::string_view name) {
  if (!name.starts_with('.') || !name.ends_with(kSuffix)) return false;
  name.remove_suffix(kSuffix.size());
  const auto dot = name.rfind('.');
  const auto digits = name.substr(dot + 1);
  return dot > 0 && digits.size() == kRandomDigits &&
         digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Returns 0 or an errno, like all steps below.
int sync(int fd) {
  if (retry_on_interrupt([&] { return ::fsync(fd); }) == 0) return 0;
  return errno == EINVAL ? 0 : errno;  // EINVAL: a file system without fsync
}

int fill(Descriptor& file, std::string_view bytes, Durability durability) {
  if (::fchmod(file.get(), 0600) != 0) return errno;  // the umask or an ACL may have changed it
  if (const int problem = write_all(file.get(), bytes)) return problem;
  if (durability == Durability::durable) {
    if (const int problem = sync(file.get())) return problem;
  }
  return file.close() ? 0 : errno;
}

int replace(const Descriptor& folder, const std::string& name, std::string_view bytes,
            Durability durability) {
  const std::string temporary = temporary_name(name);
  Descriptor file(retry_on_interrupt([&] {
    return ::openat(folder.get(), temporary.c_str(),
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  }));
  if (!file.valid()) return errno;
  int problem = fill(file, bytes, durability);
  if (problem == 0 &&
      ::renameat(folder.get(), temporary.c_str(), folder.get(), name.c_str()) != 0) {
    problem = errno;
  }
  if (problem != 0) {
    ::unlinkat(folder.get(), temporary.c_str(), 0);
    return problem;
  }
  return durability == Durability::durable ? sync(folder.get()) : 0;
}

bool is_stale(int folder, const char* name) {
  constexpr std::time_t kAge = 3600;
  struct stat status {};
  return ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
         status.st_uid == ::geteuid() && status.st_mtim.tv_sec < std::time(nullptr) - kAge;
}

}  // namespace

Result<void> write_private_file(const std::filesystem::path& path, std::string_view bytes,
                                Durability durability) {
  const auto parent = path.parent_path();
  const Descriptor folder(open_folder(parent.empty() ? "." : parent));
  const int problem =
      folder.valid() ? replace(folder, path.filename().string(), bytes, durability) : errno;
  if (problem == 0) return {};
  return fail(ErrorKind::unexpected, "cannot write " + path.string() + ": " + errno_text(problem));
}

void remove_stale_temporaries(const std::filesystem::path& folder) {
  constexpr int kMostNames = 4096;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), ::closedir);
  if (!listing) return;
  const int fd = ::dirfd(listing.get());
  for (int i = 0; i < kMostNames; ++i) {
    const dirent* entry = ::readdir(listing.get());
    if (entry == nullptr) return;
    if (is_temporary_name(entry->d_name) && is_stale(fd, entry->d_name)) {
      ::unlinkat(fd, entry->d_name, 0);
    }
  }
}

}  // namespace entra_auth::os
