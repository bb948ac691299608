// SPDX-License-Identifier: MIT
#include "os/files.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "os/descriptor.hpp"
#include "os/input.hpp"
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

FileContent problem(FileProblem kind, int error_number = 0) {
  return {.bytes = {}, .problem = kind, .error_number = error_number};
}

FileContent open_problem(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return problem(FileProblem::missing, error_number);
    case ELOOP:  // a link, by O_NOFOLLOW
    case ENXIO:  // a socket, or a FIFO without a writer
      return problem(FileProblem::not_regular, error_number);
    default:
      return problem(FileProblem::unreadable, error_number);
  }
}

FileProblem privacy_problem(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return FileProblem::not_regular;
  if (status.st_uid != ::geteuid() && status.st_uid != 0) return FileProblem::not_ours;
  if ((status.st_mode & 077U) != 0) return FileProblem::not_private;
  // 0 links are fine: a writer has just renamed a newer file over the one that we opened.
  if (status.st_nlink > 1) return FileProblem::not_regular;
  return FileProblem::none;
}

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

FileContent read_file(const std::filesystem::path& path, std::size_t max_bytes, Privacy privacy) {
  const bool is_private = privacy == Privacy::required;
  const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (is_private ? O_NOFOLLOW | O_NONBLOCK : 0);
  const Descriptor file(retry_on_interrupt([&] { return ::open(path.c_str(), flags); }));
  if (!file.valid()) return open_problem(errno);

  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return problem(FileProblem::unreadable, errno);
  if (S_ISDIR(status.st_mode)) return problem(FileProblem::not_regular, EISDIR);
  if (is_private) {
    if (const auto found = privacy_problem(status); found != FileProblem::none)
      return problem(found);
  }
  const auto size = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
  if (size > max_bytes) return problem(FileProblem::too_large);

  InputBuffer content(max_bytes, size != 0 ? size : 4096);  // files in /proc say 0
  switch (content.read_all_from(file.get())) {
    case InputBuffer::Step::end:
      return {.bytes = content.take(), .problem = FileProblem::none, .error_number = 0};
    case InputBuffer::Step::too_large:
      return problem(FileProblem::too_large);
    default:
      return problem(FileProblem::unreadable, errno);
  }
}

Error describe(const FileContent& content, const std::filesystem::path& path, ErrorKind kind) {
  Error error{.kind = kind};
  std::string reason;
  switch (content.problem) {
    case FileProblem::none:
      reason = "unknown reason";
      break;
    case FileProblem::missing:
    case FileProblem::unreadable:
      reason = errno_text(content.error_number);
      break;
    case FileProblem::not_regular:
      reason = "it is not a regular file, or is a link";
      error.hints = {
          "give the path of the file itself; links, folders, FIFOs and devices are not accepted "
          "here"};
      break;
    case FileProblem::not_private:
      reason = "other users may access it";
      error.hints = {"run: chmod 600 " + shell_quote(path.string())};
      break;
    case FileProblem::not_ours:
      reason = "it belongs to another user";
      error.hints = {"use a copy that belongs to you"};
      break;
    case FileProblem::too_large:
      reason = "it is too large";
      break;
  }
  error.message = "cannot read " + path.string() + ": " + reason;
  return error;
}

std::string file_version(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  std::string version;
  for (const long long part :
       {static_cast<long long>(status.st_dev), static_cast<long long>(status.st_ino),
        static_cast<long long>(status.st_size), static_cast<long long>(status.st_mtim.tv_sec),
        static_cast<long long>(status.st_mtim.tv_nsec),
        static_cast<long long>(status.st_ctim.tv_sec),
        static_cast<long long>(status.st_ctim.tv_nsec)}) {
    version += std::to_string(part) + ":";
  }
  return version;
}

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
  constexpr int kMaxNames = 4096;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), ::closedir);
  if (!listing) return;
  const int fd = ::dirfd(listing.get());
  for (int i = 0; i < kMaxNames; ++i) {
    const dirent* entry = ::readdir(listing.get());
    if (entry == nullptr) return;
    if (is_temporary_name(entry->d_name) && is_stale(fd, entry->d_name)) {
      ::unlinkat(fd, entry->d_name, 0);
    }
  }
}

}  // namespace entra_auth::os
