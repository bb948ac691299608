// SPDX-License-Identifier: MIT
// Proof Key for Code Exchange (RFC 7636), method S256 only.
#pragma once

#include <entra_auth/secret.hpp>

#include <string>

namespace entra_auth::oauth {

struct Pkce {
  Secret verifier;        // 43 characters of the base64url alphabet: 32 random bytes (section 4.1)
  std::string challenge;  // base64url(SHA-256(verifier))
};

[[nodiscard]] Pkce make_pkce();

}  // namespace entra_auth::oauth
