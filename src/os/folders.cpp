// SPDX-License-Identifier: MIT
#include "os/folders.hpp"

#include "base/try.hpp"
#include "os/descriptor.hpp"
#include "os/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <string_view>

namespace entra_auth::os {
namespace {

constexpr mode_t kFolderMode = 0700;

tl::unexpected<Error> cannot_use(const std::filesystem::path& path, const std::string& reason) {
  return fail(ErrorKind::unexpected, "cannot use the folder " + path.string() + ": " + reason);
}

/// Users link ~/.cache to another disk. A link of another user is not followed.
bool is_our_link(const std::filesystem::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode) &&
         (status.st_uid == ::geteuid() || status.st_uid == 0);
}

/// Returns 0 or an errno.
int make_one_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), kFolderMode) != 0) {
    return errno == EEXIST ? 0 : errno;  // another process was faster; the caller checks the result
  }
  // By name, because with a umask like 0777 we may not open the folder. If this is not supported,
  // the caller's fchmod does the same for all other umasks.
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

struct FolderRule {
  const char* own_variable;
  const char* xdg_variable;
  const char* below_home;
};

constexpr std::array kRules = {
    FolderRule{"ENTRA_AUTH_CLI_CONFIG_DIR", "XDG_CONFIG_HOME", ".config"},
    FolderRule{"ENTRA_AUTH_CLI_CACHE_DIR", "XDG_CACHE_HOME", ".cache"},
    FolderRule{"ENTRA_AUTH_CLI_DATA_DIR", "XDG_DATA_HOME", ".local/share"},
};
constexpr const char* kProduct = "entra-auth-cli";

std::optional<std::filesystem::path> absolute_path(const Environment& environment,
                                                   std::string_view variable) {
  const auto value = environment.get(variable);
  if (!value || !value->starts_with('/')) return std::nullopt;
  return std::filesystem::path(*value);
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

Result<FolderChoice> choose_folder(const Environment& environment, FolderKind kind) {
  const FolderRule& rule = kRules.at(static_cast<std::size_t>(kind));
  const std::string own = rule.own_variable;
  if (environment.get_nonempty(own)) {
    if (auto path = absolute_path(environment, own)) return FolderChoice{*path, own};
    return fail(ErrorKind::invalid_configuration, own + " is not an absolute path",
                {"set " + own + " to a path that starts with /"});
  }
  if (auto path = absolute_path(environment, rule.xdg_variable)) {
    return FolderChoice{*path / kProduct, rule.xdg_variable};
  }
  if (auto path = absolute_path(environment, "HOME")) {
    return FolderChoice{*path / rule.below_home / kProduct, "HOME"};
  }
  return fail(ErrorKind::invalid_configuration, "HOME is not set to an absolute path",
              {"set HOME or " + own});
}

Result<std::filesystem::path> config_folder(const Environment& environment) {
  TRY(auto choice, choose_folder(environment, FolderKind::config));
  return std::move(choice.path);
}

Result<std::filesystem::path> cache_folder(const Environment& environment) {
  TRY(auto choice, choose_folder(environment, FolderKind::cache));
  return std::move(choice.path);
}

Result<std::filesystem::path> data_folder(const Environment& environment) {
  TRY(auto choice, choose_folder(environment, FolderKind::data));
  return std::move(choice.path);
}

}  // namespace entra_auth::os
