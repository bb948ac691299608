// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace entra_auth::crypto {

/// The JWS algorithms we sign or verify with (RFC 7518 section 3.1). `none` and HMAC are
/// missing on purpose: a token that names them cannot be verified.
enum class Algorithm : std::uint8_t {
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
};

/// "RS256" ...
[[nodiscard]] std::string_view name(Algorithm algorithm);
/// Returns nullopt for anything but the exact spelling.
[[nodiscard]] std::optional<Algorithm> parse_algorithm(std::string_view name);

enum class KeyType : std::uint8_t { rsa, ec };

/// A public key that passed the size and shape rules: RSA 2048..8192 bits with an odd exponent >=
/// 3, or EC on P-256, P-384 or P-521. Cheap to copy; immutable, so it may be shared between
/// threads.
class PublicKey {
 public:
  /// Takes over one reference. Fails for keys that break the rules above.
  [[nodiscard]] static Result<PublicKey> adopt(std::shared_ptr<evp_pkey_st> key);

  [[nodiscard]] KeyType type() const { return type_; }
  [[nodiscard]] int bits() const;
  /// Returns false also if the algorithm does not fit the key type or curve, or the signature is
  /// not in JWS form (raw r || s for EC, RFC 7518 section 3.4).
  [[nodiscard]] bool verify(Algorithm algorithm, std::string_view message,
                            std::string_view signature) const;
  [[nodiscard]] evp_pkey_st* get() const { return key_.get(); }

 private:
  PublicKey(std::shared_ptr<evp_pkey_st> key, KeyType type) : key_(std::move(key)), type_(type) {}
  std::shared_ptr<evp_pkey_st> key_;
  KeyType type_;
};

/// A private key under the same rules.
class PrivateKey {
 public:
  [[nodiscard]] static Result<PrivateKey> adopt(std::shared_ptr<evp_pkey_st> key);
  /// A new RSA key; for the sandbox and for tests.
  [[nodiscard]] static PrivateKey generate_rsa(int bits);
  /// A new EC key on P-256, P-384 or P-521 (256, 384, 521); for tests.
  [[nodiscard]] static PrivateKey generate_ec(int bits);

  [[nodiscard]] KeyType type() const { return type_; }
  [[nodiscard]] PublicKey public_key() const;
  /// The JWS signature (RFC 7518 section 3): RSASSA-PKCS1-v1_5, RSASSA-PSS with a salt as long as
  /// the digest, or raw r || s.
  [[nodiscard]] Result<std::string> sign(Algorithm algorithm, std::string_view message) const;
  [[nodiscard]] evp_pkey_st* get() const { return key_.get(); }

 private:
  PrivateKey(std::shared_ptr<evp_pkey_st> key, KeyType type) : key_(std::move(key)), type_(type) {}
  std::shared_ptr<evp_pkey_st> key_;
  KeyType type_;
};

/// "OpenSSL 3.0.17 1 Jul 2025": opens libcrypto and returns its version. Fails if it cannot be
/// opened.
[[nodiscard]] Result<std::string> libcrypto_version();

}  // namespace entra_auth::crypto
