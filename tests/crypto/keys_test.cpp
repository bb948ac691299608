// SPDX-License-Identifier: MIT

#include "crypto/keys.hpp"

#include "crypto/jwk.hpp"

#include <catch2/catch.hpp>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>

using namespace entra_auth::crypto;
using namespace entra_auth;

namespace {

std::shared_ptr<EVP_PKEY> owned(EVP_PKEY* key) {
  REQUIRE(key != nullptr);
  return {key, EVP_PKEY_free};
}

}  // namespace
TEST_CASE("parse_algorithm: reads every name that is written") {
  for (const char* text :
       {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}) {
    const auto algorithm = parse_algorithm(text);
    REQUIRE(algorithm);
    CHECK(name(*algorithm) == text);
  }
}

TEST_CASE("parse_algorithm: refuses every other text") {
  for (const char* text : {"", "none", "None", "NONE", "HS256", "HS512", "rs256", "RS256 ", "RS25",
                           "RS2566", "ES256K", "EdDSA", "RSA-OAEP"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_algorithm(text));
  }
}

TEST_CASE("PrivateKey, PublicKey: accept RSA from 2048 bits and EC on three curves") {
  const auto rsa = PrivateKey::generate_rsa(2048);
  CHECK(rsa.type() == KeyType::rsa);
  CHECK(rsa.public_key().bits() == 2048);
  for (const int bits : {256, 384, 521}) {
    const auto ec = PrivateKey::generate_ec(bits);
    CHECK(ec.type() == KeyType::ec);
    CHECK(ec.public_key().bits() == bits);
  }
}

TEST_CASE("PrivateKey: refuses short RSA keys and names their size") {
  const auto key = owned(EVP_RSA_gen(1024));
  const auto as_public = PublicKey::adopt(key);
  REQUIRE_FALSE(as_public);
  CHECK(as_public.error().message.find("1024") != std::string::npos);
  CHECK_FALSE(PrivateKey::adopt(key));
  CHECK_THROWS_AS(PrivateKey::generate_rsa(1024), std::runtime_error);
}

TEST_CASE("PrivateKey, PublicKey: refuse keys of other kinds and curves") {
  CHECK_FALSE(PublicKey::adopt(nullptr));
  CHECK_FALSE(PublicKey::adopt(owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"))));
  CHECK_FALSE(PublicKey::adopt(owned(EVP_EC_gen("secp256k1"))));
  CHECK_FALSE(PublicKey::adopt(owned(EVP_EC_gen("P-224"))));
  CHECK_FALSE(PrivateKey::adopt(owned(EVP_EC_gen("brainpoolP256r1"))));
}

TEST_CASE("PrivateKey: refuses a public key") {
  for (const auto& key : {PrivateKey::generate_rsa(2048), PrivateKey::generate_ec(256)}) {
    const PublicKey half = key.public_key();
    REQUIRE(EVP_PKEY_up_ref(half.get()) == 1);
    CHECK_FALSE(PrivateKey::adopt(owned(half.get())));
    CHECK(PublicKey::adopt(std::shared_ptr<EVP_PKEY>(half.get(), [](EVP_PKEY*) {})));
  }
}

TEST_CASE("public_key: contains no private number") {
  const PublicKey half = PrivateKey::generate_rsa(2048).public_key();
  BIGNUM* number = nullptr;
  CHECK(EVP_PKEY_get_bn_param(half.get(), "d", &number) == 0);
  CHECK(number == nullptr);
}
