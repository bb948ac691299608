// SPDX-License-Identifier: MIT
#pragma once

#include "base/json_fwd.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/error.hpp>
#include <entra_auth/transport.hpp>

#include <optional>
#include <string_view>

namespace entra_auth::oauth {

/// An OAuth error response as an Error: its kind follows status, `error` and `suberror`. Hints come
/// from the tables by code (AADSTS or MP, anywhere in the description: the Nais sidecar quotes both
/// in its own texts), and from the `Date` header if this machine's clock is off by more than
/// `clock_tolerance`.
[[nodiscard]] Error explain_error_response(
    const HttpResponse& response, const Json& body, Timestamp now,
    std::chrono::seconds clock_tolerance = std::chrono::minutes(1));

/// Seconds by which this machine's clock is ahead of the response's `Date` header (negative:
/// behind), by what it said when the request was sent and when the response came: 0 if the date
/// lies between them. A response out of a cache counts with its `Age`. Returns nullopt if the
/// header is missing or not usable.
[[nodiscard]] std::optional<std::chrono::seconds> clock_offset(const HttpResponse& response,
                                                               Timestamp sent, Timestamp received);

}  // namespace entra_auth::oauth
