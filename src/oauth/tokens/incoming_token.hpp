// SPDX-License-Identifier: MIT
// A user's token that is about to be exchanged for another one: what can be known about it before
// anything is sent (Microsoft identity platform, "OAuth 2.0 On-Behalf-Of flow"; doc.nais.io,
// "TokenX").
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>
#include <vector>

namespace entra_auth::oauth {

struct IncomingTokenRules {
  std::vector<std::string> audiences{};  // it must be meant for one; empty: not known here
  bool needs_user_scope = true;  // Entra: `scp`, which neither an app-only nor an id_token has
};

/// Fails with kind `invalid_token`, naming the rule that is broken: a JWT, valid now, meant for
/// this application, an access token that carries a user. The signature is the server's business.
[[nodiscard]] Result<void> check_incoming_token(const Secret& token,
                                                const IncomingTokenRules& rules, Timestamp now);

}  // namespace entra_auth::oauth
