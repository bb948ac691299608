// SPDX-License-Identifier: MIT
// JSON Web Tokens in compact form (RFC 7515 section 3.1, RFC 7519): signed, decoded, verified with
// one key. The caller decides which key and which claims are right.
#pragma once

#include "base/json.hpp"
#include "crypto/keys.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>
#include <string_view>

namespace entra_auth::oauth {

/// Signs a JWT. `header` must have the `alg` that names `algorithm`. The members of header and
/// claims keep their order.
[[nodiscard]] Result<Secret> make_jwt(const OrderedJson& header, const OrderedJson& claims,
                                      const crypto::PrivateKey& key, crypto::Algorithm algorithm);

struct DecodedJwt {
  Json header;
  Json claims;
  std::string signing_input;   // the first two parts and the dot between them
  std::string signature;       // decoded bytes; empty if the third part is
  std::string signature_text;  // as it is in the token
};

/// Decodes a token without verifying anything. Surrounding white space and a `Bearer ` prefix (any
/// case) are removed; what remains must be three strict base64url parts, two of them JSON objects
/// within the limits of base/json.hpp, at most 1 MiB. Fails with `invalid_token`. The message names
/// the part (five parts are an encrypted token, JWE), and quotes nothing of the token but the name
/// of a duplicate key.
[[nodiscard]] Result<DecodedJwt> decode_jwt(std::string_view text);

/// True if the header's `alg` is exactly `algorithm`, there is no `crit` (no extension is
/// supported, RFC 7515 section 4.1.11), and the signature verifies.
[[nodiscard]] bool verify_jwt(const DecodedJwt& jwt, const crypto::PublicKey& key,
                              crypto::Algorithm algorithm);

}  // namespace entra_auth::oauth
