// SPDX-License-Identifier: MIT
// TOML values: how they are made, read, compared and written.
#pragma once

#include "profiles/toml/document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

[[nodiscard]] TomlValue text_value(std::string text);
[[nodiscard]] TomlValue list_value(const std::vector<std::string>& texts);
/// { KEY = VALUE }
[[nodiscard]] TomlValue reference_value(std::string_view key, TomlValue value);

/// The string under that key; empty if there is none.
[[nodiscard]] std::string text_of(const TomlTable& table, std::string_view key);
/// The string under that key, or the strings of its array with spaces between; else empty.
[[nodiscard]] std::string words_of(const TomlTable& table, std::string_view key);
/// The string under `member` of the table under `key`: the path of { file = "PATH" }. Empty if
/// there is none.
[[nodiscard]] std::string text_in(const TomlTable& table, std::string_view key,
                                  std::string_view member);

/// Replaces the value under that key, or adds the key at the end.
void set_member(TomlTable& table, std::string_view key, TomlValue value);
/// Does nothing if the key is missing.
void remove_member(TomlTable& table, std::string_view key);

/// The value as it is written after `=`: basic strings, inline tables, and arrays on one line or,
/// if that would be long, with each element on its own line. Text must be UTF-8. Not for
/// `TomlOther`.
[[nodiscard]] std::string write_toml(const TomlValue& value, std::string_view line_break = "\n");

/// Bare if possible, else in quotes.
[[nodiscard]] std::string write_toml_key(std::string_view key);

/// The same values under the same keys; lines and the order of keys do not matter.
[[nodiscard]] bool is_same(const TomlValue& a, const TomlValue& b);
[[nodiscard]] bool is_same(const TomlTable& a, const TomlTable& b);

}  // namespace entra_auth::profiles
