// SPDX-License-Identifier: MIT
#include "secrets/secret_file.hpp"

#include "base/text.hpp"
#include "base/url.hpp"
#include "os/file_status.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::secrets {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
  folder = without_trailing_slashes(folder);
  return !folder.empty() && path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

/// A user who can write there could replace this program as well.
bool is_mounted_secret(std::string_view path, const os::Environment& environment) {
  constexpr std::array<std::string_view, 3> kFolders = {"/run/secrets", "/var/run/secrets",
                                                        "/mnt/secrets-store"};
  return std::ranges::any_of(kFolders, [&](auto folder) { return is_below(path, folder); }) ||
         is_below(path, environment.get("CREDENTIALS_DIRECTORY").value_or(""));
}

bool is_inherited_descriptor(std::string_view path) {
  return path == "/dev/stdin" || is_below(path, "/dev/fd") || is_below(path, "/proc/self/fd");
}

std::string octal(unsigned mode) {
  std::string digits = "0000";
  for (std::size_t i = 4; i-- > 0; mode >>= 3U) digits[i] = static_cast<char>('0' + (mode & 7U));
  return digits;
}

/// What is wrong with owner and mode; nullopt if nothing is.
std::optional<Error> exposure(const os::ObservedFile& file, const std::string& path) {
  Error error{.kind = ErrorKind::secret_unavailable};
  if (file.owner == os::FileOwner::other) {
    error.message = path + " belongs to another user";
    error.hints = {"make a copy that you own: install -m 600 " + shell_quote(path) + " NEW-FILE"};
    return error;
  }
  unsigned forbidden = 077;
  if (file.owner == os::FileOwner::root) forbidden = 022;
  if (file.owner == os::FileOwner::self && file.owned_by_root_group) forbidden = 037;
  if ((file.mode & forbidden) == 0) return std::nullopt;

  const bool writable = (file.mode & forbidden & 022U) != 0;
  error.message = path + " can be " + (writable ? "changed" : "read") + " by other users (mode " +
                  octal(file.mode) + ")";
  error.hints = {"chmod 600 " + shell_quote(path)};
  if (!writable) {
    error.hints.emplace_back(
        "a mounted Kubernetes secret needs `defaultMode: 0400`, or a mount "
        "path below /run/secrets");
  }
  return error;
}

/// Why the rules refuse the file; nullopt if they accept it.
std::optional<Error> objection(const os::ObservedFile& file, const std::filesystem::path& path,
                               const os::Environment& environment) {
  const std::string normal = path.lexically_normal().native();
  if (!file.regular || is_mounted_secret(normal, environment) || is_inherited_descriptor(normal)) {
    return std::nullopt;
  }
  return exposure(file, path.native());
}

Result<Secret> content_of(os::ObservedFile file, const std::filesystem::path& path) {
  if (file.content.problem != os::FileProblem::none) {
    return fail(os::describe(file.content, path, ErrorKind::secret_unavailable));
  }
  return std::move(file.content.bytes);
}

}  // namespace

Result<Secret> read_secret_file(const std::filesystem::path& path, std::size_t max_bytes,
                                const os::Environment& environment) {
  os::ObservedFile file = os::read_observed_file(path, max_bytes);
  if (auto error = objection(file, path, environment)) return fail(std::move(*error));
  return content_of(std::move(file), path);
}

Result<Secret> read_key_file(const std::filesystem::path& path, std::size_t max_bytes,
                             const os::Environment& environment,
                             std::vector<std::string>& warnings) {
  os::ObservedFile file = os::read_observed_file(path, max_bytes);
  if (const auto error = objection(file, path, environment)) {
    warnings.push_back(error->message + "; run: " + error->hints.front());
  }
  return content_of(std::move(file), path);
}

}  // namespace entra_auth::secrets
