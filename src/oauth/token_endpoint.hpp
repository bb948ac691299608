// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <chrono>
#include <string>

namespace entra_auth::oauth {

/// A successful answer (RFC 6749 section 5.1). It is only usable with a Bearer token of visible
/// ASCII characters and a sane `expires_in` (number or digits); without `expires_in` the token
/// expires when it was acquired, so that it is printed but never cached. Kind `network`.
[[nodiscard]] Result<Token> read_token_response(const Json& body, Timestamp now,
                                                const std::string& requested_scope);

/// The same with the tokens of a user beside it. One that no server would send is left out: the
/// access token works without it.
[[nodiscard]] Result<TokenSet> read_token_set(const Json& body, Timestamp now,
                                              const std::string& requested_scope);

struct TokenRequest {
  HttpRequest http;             // its method and the body it expects are set by `request_token`
  std::string requested_scope;  // what the token has where the answer is silent
  /// A clock that is off by more is named in the hints of a refusal.
  std::chrono::seconds clock_tolerance = std::chrono::minutes(1);
};

/// Posts to the token endpoint and reads the answer (RFC 6749 sections 5.1 and 5.2).
/// - Kind `server_refused`, or `interaction_required` where the server says that a person is
///   needed: OAuth error, AADSTS or MP code, ids for support, claims, hints.
/// - Kind `network`: no usable answer. Kind `timeout`: no answer in time.
[[nodiscard]] Result<TokenSet> request_tokens(Transport& transport, const Clock& clock,
                                              const TokenRequest& request);

/// The same, for grants that bring an access token and nothing else.
[[nodiscard]] Result<Token> request_token(Transport& transport, const Clock& clock,
                                          const TokenRequest& request);

}  // namespace entra_auth::oauth
