// SPDX-License-Identifier: MIT
// The id_token of a sign-in (OpenID Connect Core section 3.1.3.7).
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>
#include <vector>

namespace entra_auth::oauth {

struct IdTokenRules {
  std::string client_id;
  /// `iss` must be one of them; `{tenantid}` stands for the token's `tid`. Empty: not checked.
  std::vector<std::string> issuers{};
  std::string nonce{};  // empty: none was sent (device code)
};

/// Who has signed in. The texts come from the server.
struct SignedInUser {
  std::string id;    // `oid` with `tid` (Entra), else `sub`: the same for the same user
  std::string name;  // preferred_username, else email, else empty
};

/// Checks audience, issuer, `exp` (`kIdTokenLeeway`) and nonce. The signature is not checked,
/// because the token came straight from the token endpoint over TLS (number 6 of that section).
/// Fails with `network`: the response does not belong to our request.
[[nodiscard]] Result<SignedInUser> check_id_token(const Secret& token, const IdTokenRules& rules,
                                                  Timestamp now);

}  // namespace entra_auth::oauth
