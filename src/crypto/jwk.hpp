// SPDX-License-Identifier: MIT
// JSON Web Keys (RFC 7517, RFC 7518 section 6).
#pragma once

#include "base/json.hpp"
#include "crypto/keys.hpp"
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::crypto {

struct PrivateJwk {
  PrivateKey key;
  std::string kid;                     // empty where the JWK has none
  std::optional<Algorithm> algorithm;  // its `alg`, where it names one we know
};

/// A private RSA or EC key. Kind `invalid_configuration`; the message never quotes the JWK.
[[nodiscard]] Result<PrivateJwk> load_private_jwk(const Secret& json);

struct PublicJwk {
  PublicKey key;
  std::string kid;
  std::optional<Algorithm> algorithm;  // where present, the only one the key may be used with
  std::string issuer;                  // Entra's extension: whose tokens the key signs
};

/// One public key; members of a private key are refused. Kind `invalid_token`.
[[nodiscard]] Result<PublicJwk> parse_public_jwk(const Json& jwk);

/// The usable signing keys of a JWK set: entries for encryption (`use`, `key_ops`), of unknown type
/// or breaking the key rules are skipped; at most 1,000 entries are looked at. Fails where the text
/// is not a JWK set at all. Kind `network`.
[[nodiscard]] Result<std::vector<PublicJwk>> parse_jwks(std::string_view json);

/// The public members in the order kty, n, e or kty, crv, x, y.
[[nodiscard]] OrderedJson to_public_jwk(const PublicKey& key);

/// All members of an RSA key, the private ones too (RFC 7518 section 6.3); for the sandbox, which
/// shows what a platform injects into its workloads.
[[nodiscard]] OrderedJson to_private_jwk(const PrivateKey& key);

/// base64url of the SHA-256 thumbprint (RFC 7638).
[[nodiscard]] std::string jwk_thumbprint(const PublicKey& key);

}  // namespace entra_auth::crypto
