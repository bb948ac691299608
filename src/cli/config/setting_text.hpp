// SPDX-License-Identifier: MIT
// Values of a profile's keys as a person types and sees them.
#pragma once

#include "profiles/toml/document.hpp"

#include <string>
#include <string_view>

namespace entra_auth::cli {

/// { PLACE = "TEXT" }
[[nodiscard]] profiles::TomlValue reference(const char* place, const std::string& text);

/// A string, or the strings of an array with spaces between; empty for anything else.
[[nodiscard]] std::string words_of(const profiles::TomlTable& settings, std::string_view key);

/// The path or variable of { file = … } and { env = … }; empty where it is in another place.
[[nodiscard]] std::string place_in(const profiles::TomlTable& settings, std::string_view key,
                                   std::string_view place);

}  // namespace entra_auth::cli
