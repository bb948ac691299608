// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/keys/problem.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::profiles {

/// A profile file whose outer layer is checked; the settings in the profiles are not.
struct ProfileDocument {
  std::filesystem::path path;
  SourceFile file{};
  bool exists = false;
  TomlTable profiles{};                          // every name is valid
  std::optional<std::string> default_profile{};  // valid, or one of `is_virtual_profile`
  int default_profile_line = 0;
};

/// A missing file is an empty document. Fails with `invalid_configuration`.
[[nodiscard]] Result<ProfileDocument> load_profile_document(const std::filesystem::path& path);

inline constexpr std::size_t kMaxProfileBytes = 1024 * 1024;
/// The first of its two steps: reads the text and sets `facts.is_private`. Returns nullopt if the
/// file does not exist.
[[nodiscard]] Result<std::optional<Secret>> read_profile_file(const std::filesystem::path& path,
                                                              SourceFile& facts);
/// The second step. `path` is for messages.
[[nodiscard]] Result<ProfileDocument> parse_profile_document(const std::filesystem::path& path,
                                                             SourceFile facts,
                                                             std::string_view text);

}  // namespace entra_auth::profiles
