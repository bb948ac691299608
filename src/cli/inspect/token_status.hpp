// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include <entra_auth/clock.hpp>

#include <optional>
#include <string_view>

namespace entra_auth::cli {

/// A NumericDate claim (RFC 7519 section 2), fractions cut off; nothing where it is absent, no
/// number, or beyond the year 9999.
[[nodiscard]] std::optional<Timestamp> date_claim(const Json& claims, std::string_view name);

/// "valid", "expired", "not_yet_valid" or "no_expiry", by `exp` and `nbf` alone. A date claim that
/// cannot be read counts against the token.
[[nodiscard]] std::string_view token_status(const Json& claims, Timestamp now);

}  // namespace entra_auth::cli
