// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace entra_auth {

/// An IMF-fixdate, "Sat, 21 Nov 2026 08:30:00 GMT" (RFC 9110 section 5.6.7); nothing for the two
/// obsolete forms and for everything else.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace entra_auth
