// SPDX-License-Identifier: MIT
// What can be said about TOML text without parsing it: where strings end, and how deep keys go.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace entra_auth::profiles {

/// The position behind the TOML string that starts at `start`; behind the line if a one-line string
/// is not closed.
[[nodiscard]] std::size_t end_of_toml_string(std::string_view text, std::size_t start);

/// The line of the first dotted key (a.b.c) with more parts than a profile needs. Every part is a
/// table inside a table, and toml++ up to release 3.4.0 does not limit them: a key of 500,000 parts
/// ends the process with a stack overflow. Not needed with a toml++ that has its pull request 242
/// of November 2024 (TOML_MAX_DOTTED_KEYS_DEPTH).
[[nodiscard]] std::optional<int> line_of_overlong_dotted_key(std::string_view text);

}  // namespace entra_auth::profiles
