// SPDX-License-Identifier: MIT
// Mistakes in a profile file, and what a reader of one key needs to report them.
#pragma once

#include "profiles/toml/document.hpp"
#include <entra_auth/error.hpp>
#include <entra_auth/profile.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// One mistake in a profile file.
struct Problem {
  std::string profile;  // empty: not inside a profile
  std::string key;      // empty: the table itself
  int line = 0;         // 1-based
  std::string message;  // without file and line; never quotes a value that may be a secret
  std::string hint;     // may be empty
  /// The keys of which one must be set; empty if something else is wrong.
  std::vector<std::string> missing{};
};

/// The file that a profile is read from.
struct SourceFile {
  std::string path;
  bool is_private = false;  // mode & 077 == 0: the file may contain secrets
};

/// One key of one profile while it is read. If a reader cannot use the value, it records a problem
/// and leaves the profile unchanged.
struct KeyContext {
  std::string_view key;
  const TomlValue& value;
  const SourceFile& file;
  Profile& profile;
  std::vector<Problem>& problems;

  /// Records the key followed by the message: "tenant_id " + "must be a string".
  void problem(std::string_view message, std::string hint = {}) const;
};

/// "FILE:LINE: "
[[nodiscard]] std::string place(const SourceFile& file, int line);

/// "FILE:LINE: profile NAME: message", of kind `invalid_configuration`.
[[nodiscard]] Error error_of(const SourceFile& file, const Problem& problem);

/// `SecretItem::owner` of the profiles in that file: its absolute path, with the links of its
/// folder resolved.
[[nodiscard]] std::string item_owner(const std::filesystem::path& path);

/// "did you mean a or b?"; empty if no candidate is near.
[[nodiscard]] std::string suggest(std::string_view name,
                                  const std::vector<std::string>& candidates);

}  // namespace entra_auth::profiles
