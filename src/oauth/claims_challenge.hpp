// SPDX-License-Identifier: MIT
// Claims challenges (Microsoft identity platform, "Claims challenges, claims requests, and client
// capabilities"; OpenID Connect Core section 5.5; RFC 9110 section 11.6.1).
#pragma once

#include "base/json.hpp"
#include <entra_auth/result.hpp>

#include <span>
#include <string>
#include <string_view>

namespace entra_auth::oauth {

/// A claims request as a person has it: a JSON object, or the base64 of one, with or without
/// padding. Returns the object. Kind `usage`.
[[nodiscard]] Result<Json> read_claims(std::string_view text);

/// The claims of the first challenge in a WWW-Authenticate value that has some: several challenges
/// and several header lines may stand in it, with the header's name or without. Kind `usage` for
/// a value without any.
[[nodiscard]] Result<Json> read_claims_challenge(std::string_view header);

/// The `claims` parameter: what was challenged and what the client is capable of, as one text that
/// is the same for the same request. Empty where there is neither.
[[nodiscard]] std::string claims_parameter(const Json& claims,
                                           std::span<const std::string> capabilities);

/// A challenge that an API can hand to its own caller: `Bearer realm="", authorization_uri="…",
/// error="…", claims="…"`. Without claims the part is left out.
[[nodiscard]] std::string make_challenge(std::string_view authorization_uri, std::string_view error,
                                         std::string_view claims);

}  // namespace entra_auth::oauth
