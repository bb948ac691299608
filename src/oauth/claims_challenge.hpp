// SPDX-License-Identifier: MIT
// The value of a WWW-Authenticate header (RFC 9110 sections 11.2 to 11.6.1), taken apart without
// believing anything in it.
// Claims challenges (Microsoft identity platform, "Claims challenges, claims requests, and client
// capabilities"; OpenID Connect Core section 5.5; RFC 9110 section 11.6.1).
#pragma once

#include "base/json.hpp"
#include <entra_auth/result.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::oauth {

struct Challenge {
  std::string scheme;                                             // as written: "Bearer"
  std::vector<std::pair<std::string, std::string>> parameters{};  // names in lower case

  /// The first parameter of that (lower-case) name, or null.
  [[nodiscard]] const std::string* find(std::string_view name) const;
};

/// All challenges in order. Lines that begin with `WWW-Authenticate:` lose that name; other lines
/// that begin with a header name are left out, so that a whole answer of curl -i will do. What
/// makes no sense ends the list.
[[nodiscard]] std::vector<Challenge> parse_challenges(std::string_view text);

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
