// SPDX-License-Identifier: MIT
#include "sandbox/signing_key.hpp"

#include "crypto/jwk.hpp"

namespace entra_auth::sandbox {

SigningKey SigningKey::generate() {
  auto key = crypto::PrivateKey::generate_rsa(2048);
  auto kid = crypto::jwk_thumbprint(key.public_key());
  return {.key = std::move(key), .kid = std::move(kid)};
}

}  // namespace entra_auth::sandbox
