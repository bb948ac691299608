// SPDX-License-Identifier: MIT
#pragma once

#include "base/json_fwd.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <chrono>
#include <string>

namespace entra_auth::oauth {

/// A successful response (RFC 6749 section 5.1). It must have a Bearer token of visible ASCII
/// characters; `expires_in`, if present, must be a sane number (or digits in quotes). Without
/// `expires_in` the token expires when it was acquired, so it is printed but never cached. Fails
/// with `network`.
[[nodiscard]] Result<Token> read_token_response(const Json& body, Timestamp now,
                                                const std::string& requested_scope);

/// The same with the refresh token and the id_token. One with impossible characters is left out:
/// the access token works without it.
[[nodiscard]] Result<TokenSet> read_token_set(const Json& body, Timestamp now,
                                              const std::string& requested_scope);

struct TokenRequest {
  HttpRequest http;             // `post_token_request` sets its method and expected body
  std::string requested_scope;  // the token's scope if the response has none
  /// A hint of a refusal says so if the clock is off by more.
  std::chrono::seconds clock_tolerance = std::chrono::minutes(1);
};

/// Posts to the token endpoint and reads the response (RFC 6749 sections 5.1 and 5.2). Fails with
/// - `server_refused`, or `interaction_required` if the server says that a user is needed, with
/// OAuth
///   error, AADSTS or MP code, ids for support, claims and hints;
/// - `network` for an unusable response, `timeout` if there is none in time.
[[nodiscard]] Result<TokenSet> post_token_request(Transport& transport, const Clock& clock,
                                                  const TokenRequest& request);

}  // namespace entra_auth::oauth
