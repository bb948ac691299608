// SPDX-License-Identifier: MIT
// The value of a WWW-Authenticate header (RFC 9110 sections 11.2 to 11.6.1), and claims challenges
// in it (Microsoft identity platform, "Claims challenges, claims requests, and client
// capabilities"; OpenID Connect Core section 5.5). Nothing in it is trusted.
#pragma once

#include "base/json_fwd.hpp"
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

/// All challenges, in order. The name `WWW-Authenticate:` at the start of a line is removed, and
/// lines with another header are skipped, so the whole output of curl -i is accepted. A syntax
/// error ends the list.
[[nodiscard]] std::vector<Challenge> parse_challenges(std::string_view text);

/// Reads a claims request: a JSON object, or the base64 of one, with or without padding. Fails with
/// `usage`.
[[nodiscard]] Result<Json> read_claims(std::string_view text);

/// The claims of the first challenge that has some. The text may hold several challenges and header
/// lines, with or without the header's name. Fails with `usage` if there are no claims.
[[nodiscard]] Result<Json> read_claims_challenge(std::string_view header);

/// The `claims` parameter: the requested claims and the client's capabilities. The same request
/// always gives the same text. Empty if there are neither.
[[nodiscard]] std::string claims_parameter(const Json& claims,
                                           std::span<const std::string> capabilities);

/// A challenge that an API can send to its own caller: `Bearer realm="", authorization_uri="…",
/// error="…", claims="…"`, the last only if there are claims.
[[nodiscard]] std::string make_challenge(std::string_view authorization_uri, std::string_view error,
                                         std::string_view claims);

}  // namespace entra_auth::oauth
