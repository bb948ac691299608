// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>

#include <string>

namespace entra_auth::oauth {

/// A successful answer (RFC 6749 section 5.1). It is only usable with a Bearer token of visible
/// ASCII characters and a sane `expires_in` (number or digits); without `expires_in` the token
/// expires when it was acquired, so that it is printed but never cached. Kind `network`.
[[nodiscard]] Result<Token> read_token_answer(const Json& body, Timestamp now,
                                              const std::string& requested_scope);

/// The same with the tokens of a user beside it. One that no server would send is left out: the
/// access token works without it.
[[nodiscard]] Result<TokenSet> read_token_set(const Json& body, Timestamp now,
                                              const std::string& requested_scope);

}  // namespace entra_auth::oauth
