// SPDX-License-Identifier: MIT
// Small text helpers, and the one place that makes outside text safe to show.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth {

/// Without leading and trailing ASCII white space.
[[nodiscard]] std::string_view trim(std::string_view text);
/// The non-empty parts between the `separators`, each a single character.
[[nodiscard]] std::vector<std::string> split(std::string_view text, std::string_view separators);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
/// ASCII only; bytes above 127 stay as they are.
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] bool is_valid_utf8(std::string_view text);
/// A decimal number of digits only, without sign and white space. Returns nullopt for anything else
/// and for numbers that do not fit.
[[nodiscard]] std::optional<long long> parse_digits(std::string_view text);

/// The candidates that the user may have meant by `name`, nearest first, at most `limit`.
[[nodiscard]] std::vector<std::string> nearest_names(std::string_view name,
                                                     std::span<const std::string> candidates,
                                                     std::size_t limit = 3);

/// Makes text from a server, a token, a file or the environment safe to show: control
/// characters, escapes, bidirectional and invisible characters and invalid UTF-8 become visible
/// escapes (\x1b, \u{202e}), and everything past `max_bytes` becomes an ellipsis.
[[nodiscard]] std::string for_terminal(std::string_view text, std::size_t max_bytes = 2000);
/// The same, but keeps line breaks and tabs.
[[nodiscard]] std::string for_terminal_multiline(std::string_view text,
                                                 std::size_t max_bytes = 1 << 20);

/// The text in single quotes, for a POSIX shell.
[[nodiscard]] std::string shell_quote(std::string_view text);

}  // namespace entra_auth
