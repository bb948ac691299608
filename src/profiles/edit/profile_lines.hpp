// SPDX-License-Identifier: MIT
// Which lines of a profile file belong to which profile, and how new lines are written beside them.
#pragma once

#include "profiles/toml/document.hpp"
#include "profiles/toml/layout.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// `default_profile = …` outside all tables.
[[nodiscard]] bool is_default_profile(const TomlStatement& statement);
/// `profiles = …` or [[profiles]]: all profiles in one value.
[[nodiscard]] bool is_profiles_itself(const TomlStatement& statement);
/// The line [profiles.NAME].
[[nodiscard]] bool is_header_of(const TomlStatement& statement, std::string_view profile);
/// Whether the statement is that header, below it, or in a sub-table.
[[nodiscard]] bool belongs_to(const TomlStatement& statement, std::string_view profile);
/// Whether it is a part of the profile that is not below its header: an inline table, a dotted key,
/// an array of tables.
[[nodiscard]] bool is_written_elsewhere(const TomlStatement& statement, std::string_view profile);

/// Behind the last assignment below that header and the comments that follow it, unless they are
/// directly above the next header.
[[nodiscard]] std::size_t end_of_own_lines(std::string_view text, const TomlLayout& layout,
                                           std::size_t header);
/// The position at which a key outside all tables can be added.
[[nodiscard]] std::size_t end_of_root_keys(std::string_view text, const TomlLayout& layout);
/// All lines of the profile: for each of its headers the comment directly above it, its own lines
/// and the blank lines after them.
[[nodiscard]] std::vector<TextRange> lines_of_profile(std::string_view text,
                                                      const TomlLayout& layout,
                                                      std::string_view profile);

/// "key   = ", indented, aligned and spaced as the assignments below that header are.
[[nodiscard]] std::string write_key_as_neighbours(std::string_view text, const TomlLayout& layout,
                                                  std::size_t header, const std::string& key);
/// Header and members, aligned.
[[nodiscard]] std::string write_profile(const std::string& name, const TomlTable& members,
                                        std::string_view line_break);

}  // namespace entra_auth::profiles
