// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/error.hpp>
#include <entra_auth/transport.hpp>

#include <optional>
#include <string_view>

namespace entra_auth::oauth {

/// An OAuth error answer as an Error: kind by status, `error` and `suberror`; hints from the tables
/// by code (AADSTS or MP, wherever it stands in the description: the Nais sidecar passes both on
/// inside texts of its own), and from the `Date` header where this machine's clock is off by more
/// than `clock_tolerance`.
[[nodiscard]] Error explain_error_response(
    const HttpResponse& response, const Json& body, Timestamp now,
    std::chrono::seconds clock_tolerance = std::chrono::minutes(1));

/// Seconds that our clock is ahead of the answer's `Date` header (negative: behind); nothing
/// without a usable header.
[[nodiscard]] std::optional<std::chrono::seconds> clock_offset(const HttpResponse& response,
                                                               Timestamp now);

}  // namespace entra_auth::oauth
