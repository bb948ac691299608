// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <functional>
#include <string>
#include <vector>

namespace entra_auth::oauth {

struct TokenRequest {
  std::string url;
  std::function<Result<Form>()> make_form;  // called for every attempt
  std::vector<HttpHeader> headers;
  Attempts attempts = Attempts::retry;
  std::string requested_scope;  // what the token has where the answer is silent
  Deadline deadline{};
};

/// Posts to the token endpoint and reads the answer (RFC 6749 sections 5.1 and 5.2).
/// - Kind `server_refused`, or `interaction_required` where the server says that a person is
///   needed: OAuth error, AADSTS or MP code, ids for support, claims, hints.
/// - Kind `network`: no usable answer. Kind `timeout`: no answer in time.
/// A token answer is only usable with a Bearer token of visible ASCII characters and a sane
/// `expires_in` (number or digits); without `expires_in` the token expires when it was acquired,
/// so that it is printed but never cached.
[[nodiscard]] Result<Token> request_token(Transport& transport, const Clock& clock,
                                          const TokenRequest& request);

}  // namespace entra_auth::oauth
