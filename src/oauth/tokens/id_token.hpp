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
  /// One of them it must be; `{tenantid}` stands for the token's `tid`. Empty: none is known.
  std::vector<std::string> issuers{};
  std::string nonce{};  // empty: none was sent (device code)
};

/// Who has signed in. Texts are the server's.
struct SignedInUser {
  std::string id;    // `oid` with `tid` (Entra), else `sub`: the same for the same person
  std::string name;  // preferred_username, else email, else empty
};

/// Checks audience, issuer, dates (two minutes of leeway) and nonce. The signature is not: the
/// token came straight from the token endpoint over TLS (number 6 of that section). Kind
/// `network`: the server's answer is not one to our request.
[[nodiscard]] Result<SignedInUser> check_id_token(const Secret& token, const IdTokenRules& rules,
                                                  Timestamp now);

}  // namespace entra_auth::oauth
