// SPDX-License-Identifier: MIT
// The environment as a value. Nothing else calls getenv, so a test can give a command any
// environment it likes.
#pragma once

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

  /// Returns nullopt if the variable is not set. An empty value counts as set.
  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
  /// Returns nullopt if the variable is not set or is empty.
  [[nodiscard]] std::optional<std::string_view> get_nonempty(std::string_view name) const;
  /// Every "NAME=value", for child processes; a NUL follows each view.
  [[nodiscard]] std::vector<std::string_view> entries() const;

 private:
  Environment(char** process, std::vector<std::string> own)
      : process_(process), own_(std::move(own)) {}

  char** process_ = nullptr;
  std::vector<std::string> own_;
};

/// Replaces a leading `~` or `~/` by HOME if that is an absolute path; expands nothing else.
[[nodiscard]] std::filesystem::path expand_home(std::string_view path,
                                                const Environment& environment);

}  // namespace entra_auth::os
