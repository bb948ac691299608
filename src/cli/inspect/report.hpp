// SPDX-License-Identifier: MIT
// The layout of `inspect` for people to read.
#pragma once

#include "oauth/tokens/jwt.hpp"
#include <entra_auth/clock.hpp>

#include <string>

namespace entra_auth::cli {

enum class TimeZone : bool { local, utc };

/// 2026-11-21T09:30:00+01:00 in the time zone of the machine, or with a Z.
[[nodiscard]] std::string show_time(Timestamp time, TimeZone zone);

/// A summary, header, claims and validity as aligned lines; dates in words beside their numbers.
/// Every text of the token is made safe to show. `signature`: what is known about it, in words.
[[nodiscard]] std::string render_report(const oauth::DecodedJwt& jwt, const std::string& signature,
                                        Timestamp now, TimeZone zone);

}  // namespace entra_auth::cli
