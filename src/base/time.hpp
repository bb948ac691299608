// SPDX-License-Identifier: MIT
// Durations as users write them (90, 90s, 5m, 1h), and dates as text.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth {

/// Whole seconds, 0 to 30 days. Returns nullopt for anything else.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// "45 s", "52 min", "3 h 20 min", "2 d 4 h": for messages.
[[nodiscard]] std::string describe_duration(std::chrono::seconds duration);

/// The end of the year 9999 in seconds since 1970: the last time that RFC 3339 can write.
inline constexpr long long kLastSecond = 253402300799;

/// 2026-11-21T08:30:00Z (RFC 3339). Times outside the years 0 to 9999 are shown as seconds since
/// 1970.
[[nodiscard]] std::string to_rfc3339(std::chrono::sys_seconds time);

/// Reads the same form: in UTC, without fractions of a second. Returns nullopt for anything else.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_rfc3339(std::string_view text);

/// An IMF-fixdate, "Sat, 21 Nov 2026 08:30:00 GMT" (RFC 9110 section 5.6.7). Returns nullopt for
/// the two obsolete forms and for everything else.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace entra_auth
