// SPDX-License-Identifier: MIT
// TOML as plain values with line numbers. toml++ is slow to compile and stays behind this header.
#pragma once

#include <entra_auth/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace entra_auth::profiles {

struct TomlValue;
struct TomlMember;
using TomlArray = std::vector<TomlValue>;
using TomlTable = std::vector<TomlMember>;  // in the order of the file, every key once
struct TomlOther {};                        // a float, a date or a time, which no setting is

struct TomlValue {
  int line = 0;  // 1-based
  std::variant<TomlOther, std::string, std::int64_t, bool, TomlArray, TomlTable> content;
};

struct TomlMember {
  std::string key;
  int line = 0;
  TomlValue value;
};

/// The member of that name, or null.
[[nodiscard]] const TomlMember* find_member(const TomlTable& table, std::string_view key);

/// Parses TOML 1.0. Fails with `invalid_configuration`, "FILE:LINE:COLUMN: what is wrong". The
/// message quotes nothing of the text, because the mistake may be a secret without quotes.
[[nodiscard]] Result<TomlTable> parse_toml(std::string_view text, std::string_view file);

}  // namespace entra_auth::profiles
