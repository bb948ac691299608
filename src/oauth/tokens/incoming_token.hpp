// SPDX-License-Identifier: MIT
// The incoming token of on-behalf-of: a user's token that is about to be exchanged. What can be
// known about it before anything is sent (Microsoft identity platform, "OAuth 2.0 On-Behalf-Of
// flow"; doc.nais.io, "TokenX").
#pragma once

#include "oauth/tokens/jwt.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>
#include <vector>

namespace entra_auth::oauth {

struct IncomingTokenRules {
  std::vector<std::string> audiences{};  // `aud` must name one of them; empty: not checked
  /// Entra: it must have a scope, which neither an application's token nor an id_token has.
  bool needs_user_scope = true;
};

/// The decoded token, if it is a JWT, valid now, issued for this
/// application, and an access token that carries a user. Otherwise fails with `invalid_token`,
/// naming the rule. The signature is not checked.
[[nodiscard]] Result<DecodedJwt> check_incoming_token(const Secret& token,
                                                      const IncomingTokenRules& rules,
                                                      Timestamp now);

}  // namespace entra_auth::oauth
