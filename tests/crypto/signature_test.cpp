// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "crypto/keys.hpp"
#include "crypto/rfc_vectors.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>

#include <array>
#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;
namespace vectors = entra_auth::test;

namespace {

constexpr std::array kAll{Algorithm::rs256, Algorithm::rs384, Algorithm::rs512,
                          Algorithm::ps256, Algorithm::ps384, Algorithm::ps512,
                          Algorithm::es256, Algorithm::es384, Algorithm::es512};

struct Jws {
  std::string input;
  std::string signature;
};

Jws split(std::string_view token) {
  const auto dot = token.rfind('.');
  auto signature = base64url_decode(token.substr(dot + 1));
  REQUIRE(signature);
  return {std::string(token.substr(0, dot)), *signature};
}

PrivateKey key_of(const char* jwk) {
  auto loaded = load_private_jwk(Secret(jwk));
  REQUIRE(loaded);
  return loaded->key;
}

}  // namespace

TEST_CASE("verify: accepts the signatures of RFC 7515 and RFC 7520 with their algorithm only") {
  struct Vector {
    const char* key;
    const char* jws;
    Algorithm algorithm;
  };
  const std::array all{
      Vector{vectors::kRfc7515A2Key, vectors::kRfc7515A2Jws, Algorithm::rs256},
      Vector{vectors::kRfc7515A3Key, vectors::kRfc7515A3Jws, Algorithm::es256},
      Vector{vectors::kRfc7515A4Key, vectors::kRfc7515A4Jws, Algorithm::es512},
      Vector{vectors::kRfc7520RsaKey, vectors::kRfc7520Rs256Jws, Algorithm::rs256},
      Vector{vectors::kRfc7520RsaKey, vectors::kRfc7520Ps384Jws, Algorithm::ps384},
      Vector{vectors::kRfc7520EcKey, vectors::kRfc7520Es512Jws, Algorithm::es512},
  };
  for (const auto& vector : all) {
    CAPTURE(vector.jws);
    const PublicKey key = key_of(vector.key).public_key();
    const Jws jws = split(vector.jws);
    for (const Algorithm algorithm : kAll) {
      CHECK(key.verify(algorithm, jws.input, jws.signature) == (algorithm == vector.algorithm));
    }
    CHECK_FALSE(key.verify(vector.algorithm, jws.input + "x", jws.signature));
  }
}

TEST_CASE("sign: RSASSA-PKCS1-v1_5 signatures are those of the RFC to the byte") {
  const Jws a2 = split(vectors::kRfc7515A2Jws);
  CHECK(key_of(vectors::kRfc7515A2Key).sign(Algorithm::rs256, a2.input) == a2.signature);
  const Jws cookbook = split(vectors::kRfc7520Rs256Jws);
  CHECK(key_of(vectors::kRfc7520RsaKey).sign(Algorithm::rs256, cookbook.input) ==
        cookbook.signature);
}

TEST_CASE("sign, verify: every algorithm works with keys that fit and refuses the others") {
  const std::array keys{PrivateKey::generate_rsa(2048), PrivateKey::generate_ec(256),
                        PrivateKey::generate_ec(384), PrivateKey::generate_ec(521)};
  const std::array<std::size_t, 4> sizes{256, 64, 96, 132};
  const std::array<std::string_view, 4> fitting{"RS256 RS384 RS512 PS256 PS384 PS512", "ES256",
                                                "ES384", "ES512"};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const PublicKey half = keys[i].public_key();
    for (const Algorithm algorithm : kAll) {
      CAPTURE(i, name(algorithm));
      const auto signature = keys[i].sign(algorithm, "message");
      const bool fits = fitting[i].find(name(algorithm)) != std::string_view::npos;
      REQUIRE(signature.has_value() == fits);
      if (!fits) {
        CHECK(signature.error().kind == ErrorKind::invalid_configuration);
        continue;
      }
      CHECK(signature->size() == sizes[i]);
      CHECK(half.verify(algorithm, "message", *signature));
      CHECK_FALSE(half.verify(algorithm, "massage", *signature));
    }
  }
}

TEST_CASE("verify: refuses a signature that is changed, truncated or lengthened") {
  for (const auto& [key, algorithm] : {std::pair{PrivateKey::generate_rsa(2048), Algorithm::rs256},
                                       std::pair{PrivateKey::generate_rsa(2048), Algorithm::ps256},
                                       std::pair{PrivateKey::generate_ec(256), Algorithm::es256}}) {
    const PublicKey half = key.public_key();
    const std::string good = key.sign(algorithm, "message").value();
    for (std::size_t i = 0; i < good.size(); i += 7) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ 1);
      CHECK_FALSE(half.verify(algorithm, "message", bad));
    }
    CHECK_FALSE(half.verify(algorithm, "message", ""));
    CHECK_FALSE(half.verify(algorithm, "message", good.substr(1)));
    CHECK_FALSE(half.verify(algorithm, "message", good.substr(0, good.size() - 1)));
    CHECK_FALSE(half.verify(algorithm, "message", good + '\0'));
    CHECK_FALSE(half.verify(algorithm, "message", '\0' + good));
  }
}

TEST_CASE("verify: refuses EC signatures with r or s out of range, and in DER") {
  const PrivateKey key = PrivateKey::generate_ec(256);
  const PublicKey half = key.public_key();
  const std::string good = key.sign(Algorithm::es256, "message").value();
  const std::string zero(32, '\0');
  const std::string huge(32, '\xff');
  const std::string r = good.substr(0, 32);
  const std::string s = good.substr(32);
  for (const std::string& bad : {zero + zero, zero + s, r + zero, huge + s, r + huge, s + r}) {
    CHECK_FALSE(half.verify(Algorithm::es256, "message", bad));
  }

  std::string der(80, '\0');
  std::size_t size = der.size();
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  REQUIRE(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
  REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size,
                         reinterpret_cast<const unsigned char*>("message"), 7) == 1);
  CHECK_FALSE(half.verify(Algorithm::es256, "message", der.substr(0, size)));
}

TEST_CASE("verify: accepts both values of s, because JWS has no low-s rule") {
  // The order of P-256 minus s.
  const PrivateKey key = PrivateKey::generate_ec(256);
  const std::string good = key.sign(Algorithm::es256, "message").value();
  BIGNUM* order = nullptr;
  REQUIRE(BN_hex2bn(&order, "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551") >
          0);
  BIGNUM* s = BN_bin2bn(reinterpret_cast<const unsigned char*>(good.data()) + 32, 32, nullptr);
  REQUIRE(BN_sub(s, order, s) == 1);
  std::string other = good;
  BN_bn2binpad(s, reinterpret_cast<unsigned char*>(other.data()) + 32, 32);
  BN_free(s);
  BN_free(order);
  CHECK(key.public_key().verify(Algorithm::es256, "message", other));
}

TEST_CASE("verify: refuses a PSS signature with another salt length") {
  const PrivateKey key = PrivateKey::generate_rsa(2048);
  for (const int salt : {0, 20, 64}) {
    std::string signature(256, '\0');
    std::size_t size = signature.size();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    REQUIRE(EVP_DigestSignInit(context.get(), &options, EVP_sha256(), nullptr, key.get()) == 1);
    REQUIRE(EVP_PKEY_CTX_ctrl_str(options, "rsa_padding_mode", "pss") == 1);
    REQUIRE(EVP_PKEY_CTX_ctrl_str(options, "rsa_pss_saltlen", std::to_string(salt).c_str()) == 1);
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                           reinterpret_cast<const unsigned char*>("message"), 7) == 1);
    CHECK_FALSE(key.public_key().verify(Algorithm::ps256, "message", signature));
  }
}
