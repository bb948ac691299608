// SPDX-License-Identifier: MIT
// Claims that several readers of a token need, each read in one way only (RFC 7519 section 4.1,
// RFC 8693 section 4.2, Microsoft identity platform, "Access token claims reference"). Nothing here
// is verified.
#pragma once

#include "base/json.hpp"
#include <entra_auth/clock.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::oauth {

/// How far clocks may differ before a date counts against a token: one table for every reader.
/// `inspect` itself shows the dates as they are.
/// --verify, on `exp` and `nbf`: "a few minutes" at most (RFC 7519 section 4.1.4).
inline constexpr std::chrono::seconds kVerificationLeeway{60};
/// The `exp` of an id_token, which comes straight from its issuer: only a wrong clock makes it old.
inline constexpr std::chrono::seconds kIdTokenLeeway{120};
/// The `exp` of an incoming token: the server refuses to exchange one that has expired.
inline constexpr std::chrono::seconds kIncomingExpiryLeeway{0};
/// Its `nbf`, which the server forgives for that long.
inline constexpr std::chrono::seconds kIncomingStartLeeway{300};

/// A NumericDate (RFC 7519 section 2): any JSON number, rounded down to a whole second. Returns
/// nullopt if the claim is absent, is not a number (digits in quotes are not a NumericDate), or is
/// farther from 1970 than the year 9999.
[[nodiscard]] std::optional<Timestamp> date_claim(const Json& claims, std::string_view name);

/// The claim's text, or the texts of its array; other values are skipped.
[[nodiscard]] std::vector<std::string> text_claims(const Json& claims, std::string_view name);

/// `aud`: one audience or several.
[[nodiscard]] std::vector<std::string> audiences_of(const Json& claims);

/// `scp` (Entra) and `scope` (RFC 8693): words separated by spaces, or an array.
[[nodiscard]] std::vector<std::string> scopes_of(const Json& claims);

/// `roles`: application permissions and app roles.
[[nodiscard]] std::vector<std::string> roles_of(const Json& claims);

/// True if the token looks like an id_token. An access token of Entra names the client that it was
/// issued to; an id_token is issued to its audience, and may have roles. Those of other issuers are
/// known by claims that OpenID Connect puts into id_tokens alone.
[[nodiscard]] bool is_id_token(const Json& claims);

/// True if an access token of Entra speaks for an application, not for a user: `idtyp` says so, or
/// it has no `scp`, but `roles` or a subject that is its own object.
[[nodiscard]] bool is_application(const Json& claims);

/// "valid", "expired", "not_yet_valid" or "no_expiry", by `exp` and `nbf` alone and without leeway.
/// A date that cannot be read counts against the token.
[[nodiscard]] std::string_view token_status(const Json& claims, Timestamp now);

}  // namespace entra_auth::oauth
