// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "fuzz/targets.hpp"

#include <string>

namespace entra_auth::fuzz {
namespace {

void check_rules(const crypto::PublicJwk& jwk) {
  const int bits = jwk.key.bits();
  const bool is_ec = jwk.key.type() == crypto::KeyType::ec;
  expect(is_ec ? bits == 256 || bits == 384 || bits == 521 : bits >= 2048 && bits <= 8192,
         "only keys of good sizes come through");
  if (jwk.algorithm) {
    expect(crypto::name(*jwk.algorithm).starts_with("ES") == is_ec, "the algorithm fits the key");
  }
  for (const auto algorithm : {crypto::Algorithm::rs256, crypto::Algorithm::ps256,
                               crypto::Algorithm::es256, crypto::Algorithm::es512}) {
    expect(!jwk.key.verify(algorithm, "message", "signature"), "no key takes every signature");
  }
}

}  // namespace

void fuzz_jwks(std::string_view input) {
  const auto keys = crypto::parse_jwks(input);
  if (!keys)
    return expect(keys.error().kind == ErrorKind::network, "a refusal is one of the server");
  OrderedJson written{{"keys", OrderedJson::array()}};
  for (const auto& each : *keys) {
    check_rules(each);
    written["keys"].push_back(crypto::to_public_jwk(each.key));
  }
  const auto again = crypto::parse_jwks(written.dump());
  expect(again && again->size() == keys->size(), "what we write of a key set can be read");
  for (std::size_t i = 0; i < keys->size(); ++i) {
    expect(crypto::jwk_thumbprint((*again)[i].key) == crypto::jwk_thumbprint((*keys)[i].key),
           "and it is the same keys");
  }
}

}  // namespace entra_auth::fuzz
