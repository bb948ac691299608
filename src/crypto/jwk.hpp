// SPDX-License-Identifier: MIT
// JSON Web Keys (RFC 7517, RFC 7518 section 6).
// The members of a JWK that make a key (RFC 7518 section 6). Messages name members, never values;
// the kind of an error is for the caller to set.
#pragma once

#include "base/json_fwd.hpp"
#include "crypto/key_builder.hpp"
#include "crypto/keys.hpp"
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::crypto {

struct PrivateJwk {
  PrivateKey key;
  std::string kid;                     // empty if the JWK has none
  std::optional<Algorithm> algorithm;  // its `alg`, if we know it
};

/// A private RSA or EC key. Fails with `invalid_configuration`; the message never quotes the JWK.
[[nodiscard]] Result<PrivateJwk> load_private_jwk(const Secret& json);

struct PublicJwk {
  PublicKey key;
  std::string kid;
  std::optional<Algorithm> algorithm;  // if set, the only one that the key may be used with
  std::string issuer;                  // Entra's extension: the issuer whose tokens the key signs
};

/// One public key. Fails with `invalid_token`, also for members of a private key.
[[nodiscard]] Result<PublicJwk> parse_public_jwk(const Json& jwk);

/// The usable signing keys of a JWK set: entries for encryption (`use`, `key_ops`), of unknown type
/// or breaking the key rules are skipped; at most 1,000 entries are read. Fails with `network` if
/// the text is not a JWK set.
[[nodiscard]] Result<std::vector<PublicJwk>> parse_jwks(std::string_view json);

/// The public members in the order kty, n, e or kty, crv, x, y.
[[nodiscard]] OrderedJson to_public_jwk(const PublicKey& key);

/// All members of an RSA key, the private ones too (RFC 7518 section 6.3); for the sandbox, which
/// shows what a platform injects into its workloads.
[[nodiscard]] OrderedJson to_private_jwk(const PrivateKey& key);

/// base64url of the SHA-256 thumbprint (RFC 7638).
[[nodiscard]] std::string jwk_thumbprint(const PublicKey& key);

/// A string that must be there.
[[nodiscard]] Result<std::string> required_member(const Json& jwk, std::string_view name);

/// A number in strict base64url of at most 8192 bits and a leading zero byte, which some writers
/// add.
[[nodiscard]] Result<BigNumber> number_member(const Json& jwk, std::string_view name);

/// `n` and `e`.
[[nodiscard]] Result<RsaNumbers> rsa_public_members(const Json& jwk);
/// `crv`, `x` and `y`, each coordinate as wide as the curve.
[[nodiscard]] Result<EcNumbers> ec_public_members(const Json& jwk);
/// `d`, as wide as the curve.
[[nodiscard]] Result<BigNumber> ec_private_member(const Json& jwk, const EcNumbers& numbers);

}  // namespace entra_auth::crypto
