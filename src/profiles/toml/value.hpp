// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/toml/document.hpp"

#include <string>
#include <string_view>

namespace entra_auth::profiles {

/// The value as it stands behind `=`: basic strings, tables inline, arrays on one line or, where
/// that would be long, one element on each line. Text must be UTF-8. Not for `TomlOther`.
[[nodiscard]] std::string write_toml(const TomlValue& value, std::string_view line_break = "\n");

/// Bare where it can be, else in quotes.
[[nodiscard]] std::string write_toml_key(std::string_view key);

/// The same values under the same keys; lines and the order of keys do not matter.
[[nodiscard]] bool is_same(const TomlValue& a, const TomlValue& b);
[[nodiscard]] bool is_same(const TomlTable& a, const TomlTable& b);

}  // namespace entra_auth::profiles
