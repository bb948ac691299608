// SPDX-License-Identifier: MIT
#include "oauth/pkce.hpp"

#include "base/encoding.hpp"
#include "crypto/digest.hpp"
#include "crypto/uuid.hpp"

namespace entra_auth::oauth {

Pkce make_pkce() {
  Pkce pkce{.verifier = Secret(crypto::random_handle()), .challenge = {}};
  pkce.challenge = base64url_encode(crypto::sha256(pkce.verifier.expose()));
  return pkce;
}

}  // namespace entra_auth::oauth
