// SPDX-License-Identifier: MIT
// Durations as users write them: 90, 90s, 5m, 1h.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth {

/// Whole seconds, 0 to 30 days; empty for anything else.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// "45 s", "52 min", "3 h 20 min", "2 d 4 h": for messages.
[[nodiscard]] std::string describe_duration(std::chrono::seconds duration);

/// 2026-11-21T08:30:00Z (RFC 3339). Years outside 0..9999 are shown as seconds since 1970.
[[nodiscard]] std::string to_rfc3339(std::chrono::sys_seconds time);

/// The same form back: in UTC, without fractions of a second. Empty for anything else.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_rfc3339(std::string_view text);

/// An IMF-fixdate, "Sat, 21 Nov 2026 08:30:00 GMT" (RFC 9110 section 5.6.7); nothing for the two
/// obsolete forms and for everything else.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace entra_auth
