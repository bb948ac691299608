// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace entra_auth::profiles {

/// The line of the first dotted key (a.b.c) with more parts than any profile needs. Every part is a
/// table inside a table, which toml++ 3.3 does not limit: a key of 500,000 parts ends it with a
/// stack overflow. Knows TOML's strings and comments, and nothing else of it.
[[nodiscard]] std::optional<int> line_of_overlong_dotted_key(std::string_view text);

}  // namespace entra_auth::profiles
