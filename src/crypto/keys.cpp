// SPDX-License-Identifier: MIT

#include "crypto/keys.hpp"

#include "base/try.hpp"
#include "crypto/openssl.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <array>
#include <cstddef>

namespace entra_auth::crypto {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 9> kNames{"RS256", "RS384", "RS512", "PS256", "PS384",
                                                 "PS512", "ES256", "ES384", "ES512"};

constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;

tl::unexpected<Error> refuse_key(std::string reason) {
  return fail(ErrorKind::invalid_configuration, std::move(reason));
}

Result<KeyType> check_rsa(const EVP_PKEY* key) {
  const int bits = libcrypto().EVP_PKEY_get_bits(key);
  if (bits < kMinRsaBits || bits > kMaxRsaBits) {
    return refuse_key("an RSA key must have 2048 to 8192 bits, this one has " +
                      std::to_string(bits));
  }
  const BigNumber modulus = key_number(key, OSSL_PKEY_PARAM_RSA_N);
  const BigNumber exponent = key_number(key, OSSL_PKEY_PARAM_RSA_E);
  if (!modulus || !exponent || libcrypto().BN_is_odd(modulus.get()) == 0 ||
      libcrypto().BN_is_odd(exponent.get()) == 0 || libcrypto().BN_is_one(exponent.get()) == 1 ||
      libcrypto().BN_cmp(exponent.get(), modulus.get()) >= 0) {
    return refuse_key(
        "the RSA key is not sound: modulus and exponent must be odd, the exponent 3 or more");
  }
  return KeyType::rsa;
}

Result<KeyType> check_ec(EVP_PKEY* key) {
  std::array<char, 64> curve{};
  libcrypto().EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, curve.data(),
                                             curve.size(), nullptr);
  const std::string_view name(curve.data());
  if (name != "prime256v1" && name != "secp384r1" && name != "secp521r1") {
    return refuse_key("an EC key must be on P-256, P-384 or P-521");
  }
  // These curves have cofactor 1: a point on the curve is in the right group.
  const KeyContextPtr context(libcrypto().EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (!context || libcrypto().EVP_PKEY_public_check_quick(context.get()) != 1) {
    return refuse_key("the public point of the EC key is not on its curve");
  }
  return KeyType::ec;
}

Result<KeyType> check_rules(EVP_PKEY* key) {
  const int id = key == nullptr ? EVP_PKEY_NONE : libcrypto().EVP_PKEY_get_base_id(key);
  if (id == EVP_PKEY_RSA) return check_rsa(key);
  if (id == EVP_PKEY_EC) return check_ec(key);
  return refuse_key("the key is neither an RSA nor an EC key");
}

PrivateKey adopt_generated(EVP_PKEY* generated) {
  auto key = PrivateKey::adopt(std::shared_ptr<EVP_PKEY>(generated, libcrypto().EVP_PKEY_free));
  if (!key) throw_openssl_failure("key generation");
  return *std::move(key);
}

}  // namespace

std::string_view name(Algorithm algorithm) {
  return kNames.at(static_cast<std::size_t>(algorithm));
}

std::optional<Algorithm> parse_algorithm(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Algorithm>(i);
  }
  return std::nullopt;
}

Result<PublicKey> PublicKey::adopt(std::shared_ptr<evp_pkey_st> key) {
  const OpenSslScope openssl;
  TRY(const KeyType type, check_rules(key.get()));
  return PublicKey(std::move(key), type);
}

int PublicKey::bits() const {
  const OpenSslScope openssl;
  return libcrypto().EVP_PKEY_get_bits(key_.get());
}

Result<PrivateKey> PrivateKey::adopt(std::shared_ptr<evp_pkey_st> key) {
  const OpenSslScope openssl;
  TRY(const KeyType type, check_rules(key.get()));
  const char* private_number =
      type == KeyType::rsa ? OSSL_PKEY_PARAM_RSA_D : OSSL_PKEY_PARAM_PRIV_KEY;
  if (!key_number(key.get(), private_number)) return refuse_key("the key has no private part");
  return PrivateKey(std::move(key), type);
}

PrivateKey PrivateKey::generate_rsa(int bits) {
  const OpenSslScope openssl;
  return adopt_generated(
      libcrypto().EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)));
}

PrivateKey PrivateKey::generate_ec(int bits) {
  const OpenSslScope openssl;
  const std::string curve = "P-" + std::to_string(bits);
  return adopt_generated(libcrypto().EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.c_str()));
}

PublicKey PrivateKey::public_key() const {
  const OpenSslScope openssl;
  unsigned char* der = nullptr;
  const int size = libcrypto().i2d_PUBKEY(key_.get(), &der);
  const unsigned char* next = der;
  auto key =
      PublicKey::adopt(KeyPtr(size > 0 ? libcrypto().d2i_PUBKEY(nullptr, &next, size) : nullptr));
  free_buffer(der);
  if (!key) throw_openssl_failure("the public half of a key");
  return *std::move(key);
}

Result<std::string> libcrypto_version() {
  try {
    return std::string(libcrypto().OpenSSL_version(OPENSSL_VERSION));
  } catch (const ErrorException& failure) {
    return fail(failure.error());
  }
}

}  // namespace entra_auth::crypto
