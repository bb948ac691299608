// SPDX-License-Identifier: MIT
// The environment and the folders derived from it, as one value. Nothing else calls getenv, so a
// test can give a command any environment it likes.
#pragma once

#include <entra_auth/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::os {

class Environment {
 public:
  /// Views the process's own variables; they must not be changed while this object lives.
  [[nodiscard]] static Environment of_process();
  /// "NAME=value" entries, for tests.
  explicit Environment(std::vector<std::string> entries);

  /// The value, or nothing where the variable is not set. An empty value counts as set.
  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
  /// The value, or nothing where the variable is not set or empty.
  [[nodiscard]] std::optional<std::string_view> get_nonempty(std::string_view name) const;
  /// Every "NAME=value", for child processes; a NUL follows each view.
  [[nodiscard]] std::vector<std::string_view> entries() const;

 private:
  Environment(char** process, std::vector<std::string> own)
      : process_(process), own_(std::move(own)) {}

  char** process_ = nullptr;
  std::vector<std::string> own_;
};

/// Where our files are: contract in docs/profiles.md. ENTRA_AUTH_CLI_{CONFIG,CACHE,DATA}_DIR first;
/// empty counts as not set, a relative path is an error. Then XDG_{CONFIG,CACHE,DATA}_HOME; empty
/// and relative paths are ignored, as the XDG base directory specification asks. Then HOME, which
/// must be absolute. Errors have kind `invalid_configuration` and name the variable to set.
[[nodiscard]] Result<std::filesystem::path> config_folder(const Environment& environment);
[[nodiscard]] Result<std::filesystem::path> cache_folder(const Environment& environment);
[[nodiscard]] Result<std::filesystem::path> data_folder(const Environment& environment);

/// Replaces a leading `~` or `~/` by HOME where that is an absolute path; nothing else is expanded.
[[nodiscard]] std::filesystem::path expand_home(std::string_view path,
                                                const Environment& environment);

}  // namespace entra_auth::os
