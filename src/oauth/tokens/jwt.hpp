// SPDX-License-Identifier: MIT
// JSON Web Tokens in compact form (RFC 7515 section 3.1, RFC 7519): made and signed, taken apart,
// verified against one key. Which key and which claims are right is the caller's business.
#pragma once

#include "base/json.hpp"
#include "crypto/keys.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>
#include <string_view>

namespace entra_auth::oauth {

/// `header` must hold the `alg` that names `algorithm`. Both are serialised in their own order.
[[nodiscard]] Result<Secret> make_jwt(const OrderedJson& header, const OrderedJson& claims,
                                      const crypto::PrivateKey& key, crypto::Algorithm algorithm);

struct DecodedJwt {
  Json header;
  Json claims;
  std::string signing_input;   // the first two parts and the dot between them
  std::string signature;       // decoded bytes; empty where the third part is
  std::string signature_text;  // as it stands in the token
};

/// Takes a token apart without verifying anything. Surrounding white space and a `Bearer ` prefix
/// (any case) are forgiven, nothing else is: exactly three strict base64url parts, two of them JSON
/// objects within the guards of base/json.hpp, at most 1 MiB. Five parts are named as an encrypted
/// token (JWE). Kind `invalid_token`; the message names the part and quotes nothing of the
/// token but the name of a key that occurs twice.
[[nodiscard]] Result<DecodedJwt> decode_jwt(std::string_view text);

/// True where the header's `alg` is exactly `algorithm`, no `crit` is present (we understand no
/// extension, RFC 7515 section 4.1.11) and the signature verifies.
[[nodiscard]] bool verify_jwt(const DecodedJwt& jwt, const crypto::PublicKey& key,
                              crypto::Algorithm algorithm);

}  // namespace entra_auth::oauth
