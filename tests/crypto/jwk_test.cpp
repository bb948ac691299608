// SPDX-License-Identifier: MIT
#include "crypto/jwk.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/rfc_vectors.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;
namespace vectors = entra_auth::test;

namespace {

Json public_part(const char* private_jwk) {
  Json jwk = Json::parse(private_jwk);
  for (const char* member : {"d", "p", "q", "dp", "dq", "qi"}) jwk.erase(member);
  return jwk;
}

Json rsa() { return public_part(vectors::kRfc7517A2RsaKey); }
Json ec() { return public_part(vectors::kRfc7515A3Key); }

Json with(Json jwk, const char* member, Json value) {
  jwk[member] = std::move(value);
  return jwk;
}

std::string refusal(const Json& jwk) {
  const auto parsed = parse_public_jwk(jwk);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().kind == ErrorKind::invalid_token);
  return parsed.error().message;
}

/// A modulus of that many bits, odd or even; nobody asks for its factors.
std::string modulus(std::size_t bits, bool odd = true) {
  std::string bytes(bits / 8, '\xA7');
  if (!odd) bytes.back() = '\xA6';
  return base64url_encode(bytes);
}

}  // namespace

TEST_CASE("parse_public_jwk: reads keys with kid, alg and issuer") {
  const auto key =
      parse_public_jwk(with(rsa(), "issuer", "https://login.microsoftonline.com/{tenantid}/v2.0"));
  REQUIRE(key);
  CHECK(key->kid == "2011-04-29");
  CHECK(key->algorithm == Algorithm::rs256);
  CHECK(key->issuer == "https://login.microsoftonline.com/{tenantid}/v2.0");
  CHECK(key->key.bits() == 2048);

  const auto bare = parse_public_jwk(ec());
  REQUIRE(bare);
  CHECK(bare->kid.empty());
  CHECK_FALSE(bare->algorithm);
  CHECK(bare->issuer.empty());
  CHECK(bare->key.type() == KeyType::ec);
}

TEST_CASE("jwk: the thumbprint is that of RFC 7638 section 3.1") {
  const auto key = parse_public_jwk(rsa());
  REQUIRE(key);
  CHECK(jwk_thumbprint(key->key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST_CASE("jwk: public keys are written in a fixed order and read back the same") {
  const auto rsa_key = parse_public_jwk(rsa());
  REQUIRE(rsa_key);
  CHECK(to_public_jwk(rsa_key->key).dump() ==
        R"({"kty":"RSA","n":")" + rsa()["n"].get<std::string>() + R"(","e":"AQAB"})");
  for (const char* vector :
       {vectors::kRfc7515A3Key, vectors::kRfc7515A4Key, vectors::kRfc7520EcKey}) {
    const Json jwk = public_part(vector);
    const auto key = parse_public_jwk(jwk);
    REQUIRE(key);
    const OrderedJson expected{
        {"kty", "EC"}, {"crv", jwk["crv"]}, {"x", jwk["x"]}, {"y", jwk["y"]}};
    CHECK(to_public_jwk(key->key).dump() == expected.dump());
  }
}

TEST_CASE("parse_public_jwk: accepts a leading zero byte in n and does not write it") {
  const std::string n = rsa()["n"];
  const std::string padded = base64url_encode('\0' + base64url_decode(n).value());
  const auto key = parse_public_jwk(with(rsa(), "n", padded));
  REQUIRE(key);
  CHECK(to_public_jwk(key->key)["n"] == n);
}

TEST_CASE("parse_public_jwk: refuses members of private and symmetric keys") {
  CHECK(refusal(Json::parse(vectors::kRfc7517A2RsaKey)).find("\"d\"") != std::string::npos);
  CHECK(refusal(Json::parse(vectors::kRfc7515A3Key)).find("\"d\"") != std::string::npos);
  refusal(with(rsa(), "k", "AAAA"));
  refusal({{"kty", "oct"}});
  refusal(
      {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}});
}

TEST_CASE("parse_public_jwk: refuses RSA keys of unusable sizes and exponents") {
  for (const std::size_t bits : {512U, 1024U, 2040U, 8200U, 16384U}) {
    CAPTURE(bits);
    refusal(with(rsa(), "n", modulus(bits)));
  }
  refusal(with(rsa(), "n", modulus(2048, false)));
  refusal(with(rsa(), "n", ""));
  refusal(with(rsa(), "n", std::string(1'000'000, 'A')));
  refusal(with(rsa(), "e", "AQ"));    // 1
  refusal(with(rsa(), "e", "Ag"));    // 2
  refusal(with(rsa(), "e", "AQAA"));  // 65536
  refusal(with(rsa(), "e", "AA"));    // 0
  refusal(with(rsa(), "e", rsa()["n"]));
  CHECK(parse_public_jwk(with(rsa(), "e", "Aw")));  // 3
}

TEST_CASE("parse_public_jwk: refuses EC points off the curve, of a wrong width or at infinity") {
  refusal(with(ec(), "y", ec()["x"]));
  refusal(with(ec(), "crv", "P-384"));
  refusal(with(ec(), "crv", "secp256k1"));
  refusal(with(ec(), "crv", "p-256"));
  const std::string zero = base64url_encode(std::string(32, '\0'));
  refusal(with(with(ec(), "x", zero), "y", zero));
  refusal(with(ec(), "x", base64url_encode(std::string(32, '\xff'))));
  const std::string x = base64url_decode(ec()["x"].get<std::string>()).value();
  refusal(with(ec(), "x", base64url_encode(x.substr(1))));
  refusal(with(ec(), "x", base64url_encode('\0' + x)));
}

TEST_CASE("parse_public_jwk: reads base64url strictly") {
  const std::string n = rsa()["n"];
  for (const std::string& bad : {n + "=", n + "==", n + "\n", " " + n, "+" + n.substr(1),
                                 "/" + n.substr(1), n.substr(0, 10) + "." + n.substr(11)}) {
    refusal(with(rsa(), "n", bad));
  }
  refusal(with(rsa(), "e",
               "AQAC"
               "B"));               // one character too many
  refusal(with(rsa(), "e", "Ax"));  // stray bits
}

TEST_CASE("parse_public_jwk: refuses missing members and members of a wrong type") {
  for (const char* member : {"kty", "n", "e"}) {
    Json jwk = rsa();
    jwk.erase(member);
    CHECK(refusal(jwk).find(member) != std::string::npos);
    for (const Json& value : {Json(1), Json(true), Json::array(), Json::object()}) {
      refusal(with(rsa(), member, value));
    }
  }
  for (const char* member : {"crv", "x", "y"}) {
    Json jwk = ec();
    jwk.erase(member);
    CHECK(refusal(jwk).find(member) != std::string::npos);
  }
  refusal(with(rsa(), "kid", 7));
  refusal(with(rsa(), "alg", 7));
  refusal(Json::array());
  refusal(Json("text"));
  refusal(Json());
}

TEST_CASE("parse_public_jwk: refuses an alg that does not fit the key") {
  for (const char* alg : {"ES256", "HS256", "none", "RSA-OAEP", ""}) {
    refusal(with(rsa(), "alg", alg));
  }
  refusal(with(ec(), "alg", "RS256"));
  CHECK(parse_public_jwk(with(rsa(), "alg", "PS512")));
}

TEST_CASE("parse_jwks: returns the usable signing keys and skips the rest") {
  Json keys = Json::array();
  keys.push_back(rsa());
  keys.push_back(with(rsa(), "use", "enc"));
  keys.push_back(with(rsa(), "key_ops", {"encrypt"}));
  keys.push_back(with(rsa(), "key_ops", "verify"));
  keys.push_back(Json{{"kty", "oct"}, {"k", "AAAA"}});
  keys.push_back(Json{{"kty", "new"}});
  keys.push_back(with(rsa(), "n", modulus(512)));
  keys.push_back(with(ec(), "y", ec()["x"]));
  keys.push_back(Json::parse(vectors::kRfc7515A3Key));
  keys.push_back(Json("text"));
  keys.push_back(Json());
  keys.push_back(with(with(ec(), "use", "sig"), "kid", "second"));
  keys.push_back(with(with(rsa(), "key_ops", {"sign", "verify"}), "kid", "2011-04-29"));
  const auto parsed = parse_jwks(Json{{"keys", keys}, {"extra", 1}}.dump());
  REQUIRE(parsed);
  REQUIRE(parsed->size() == 3);
  CHECK((*parsed)[0].kid == "2011-04-29");
  CHECK((*parsed)[1].kid == "second");
  CHECK((*parsed)[2].kid == "2011-04-29");
}

TEST_CASE("parse_jwks: accepts an empty set and reads at most 1000 entries") {
  const auto empty = parse_jwks(R"({"keys":[]})");
  REQUIRE(empty);
  CHECK(empty->empty());
  Json keys = Json::array();
  for (int i = 0; i < 1000; ++i) keys.push_back(Json{{"kty", "unknown"}});
  keys.push_back(rsa());
  CHECK(parse_jwks(Json{{"keys", keys}}.dump())->empty());
  keys.erase(0);
  CHECK(parse_jwks(Json{{"keys", keys}}.dump())->size() == 1);
}

TEST_CASE("parse_jwks: anything but a key set is a `network` error") {
  for (const std::string& text :
       {std::string(), std::string("<html>"), std::string("[]"), std::string("{}"),
        std::string(R"({"keys":{}})"), std::string(R"({"keys":[],"keys":[]})"),
        std::string(R"({"keys":null})"), rsa().dump(), std::string(100'000, '[')}) {
    const auto parsed = parse_jwks(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::network);
  }
}
