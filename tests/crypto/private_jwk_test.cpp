// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "crypto/rfc_vectors.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;
namespace vectors = entra_auth::test;

namespace {

Result<PrivateJwk> load(const Json& jwk) { return load_private_jwk(Secret(jwk.dump())); }

Error refusal(const std::string& text) {
  const auto loaded = load_private_jwk(Secret(std::string_view(text)));
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().kind == ErrorKind::invalid_configuration);
  return loaded.error();
}

bool mentions(const Error& error, std::string_view text) {
  return error.message.find(text) != std::string::npos;
}

bool signs(const PrivateKey& key, Algorithm algorithm) {
  const auto signature = key.sign(algorithm, "message");
  return signature && key.public_key().verify(algorithm, "message", *signature);
}

Json rsa() { return Json::parse(vectors::kRfc7517A2RsaKey); }
Json ec() { return Json::parse(vectors::kRfc7520EcKey); }

/// The number with its last bit but one changed, so that an odd one stays odd.
std::string changed(const Json& number) {
  std::string bytes = base64url_decode(number.get<std::string>()).value();
  bytes.back() = static_cast<char>(bytes.back() ^ 2);
  return base64url_encode(bytes);
}

}  // namespace

TEST_CASE("load_private_jwk: the RSA key of RFC 7517 appendix A.2 signs") {
  const auto loaded = load(rsa());
  REQUIRE(loaded);
  CHECK(loaded->kid == "2011-04-29");
  CHECK(loaded->algorithm == Algorithm::rs256);
  CHECK(signs(loaded->key, Algorithm::rs256));
  CHECK(signs(loaded->key, Algorithm::ps256));
}

TEST_CASE("load_private_jwk: EC keys sign") {
  const auto loaded = load(ec());
  REQUIRE(loaded);
  CHECK(loaded->kid == "bilbo.baggins@hobbiton.example");
  CHECK_FALSE(loaded->algorithm);
  CHECK(signs(loaded->key, Algorithm::es512));

  Json a2 = Json::parse(vectors::kRfc7517A2EcKey);
  CHECK(mentions(refusal(a2.dump()), "use"));  // its "use" is enc
  a2.erase("use");
  const auto for_signing = load(a2);
  REQUIRE(for_signing);
  CHECK(signs(for_signing->key, Algorithm::es256));
}

TEST_CASE("load_private_jwk: an RSA key without CRT members signs") {
  Json jwk = rsa();
  for (const char* member : {"p", "q", "dp", "dq", "qi"}) jwk.erase(member);
  const auto loaded = load(jwk);
  REQUIRE(loaded);
  CHECK(loaded->key.sign(Algorithm::rs256, "message").value() ==
        load(rsa())->key.sign(Algorithm::rs256, "message").value());
  jwk["d"] = changed(jwk["d"]);
  CHECK(mentions(refusal(jwk.dump()), "belong"));
}

TEST_CASE("load_private_jwk: refuses an incomplete set of CRT members by name") {
  for (const char* member : {"p", "q", "dp", "dq", "qi"}) {
    Json jwk = rsa();
    jwk.erase(member);
    CHECK(mentions(refusal(jwk.dump()), "\"" + std::string(member) + "\" is missing"));
  }
}

TEST_CASE("load_private_jwk: refuses a key with a changed member") {
  for (const char* member : {"n", "e", "d", "p", "q", "dp", "dq", "qi"}) {
    Json jwk = rsa();
    jwk[member] = changed(jwk[member]);
    CAPTURE(member);
    refusal(jwk.dump());
  }
  for (const char* member : {"x", "y", "d"}) {
    Json jwk = ec();
    jwk[member] = changed(jwk[member]);
    CAPTURE(member);
    refusal(jwk.dump());
  }
}

TEST_CASE("load_private_jwk: refuses factors of zero and one") {
  for (const char* number : {"AA", "AQ"}) {
    for (const char* member : {"n", "p", "q", "e", "d"}) {
      Json jwk = rsa();
      jwk[member] = number;
      refusal(jwk.dump());
    }
  }
  Json jwk = rsa();
  jwk["p"] = jwk["n"];
  jwk["q"] = "AQ";
  refusal(jwk.dump());
}

TEST_CASE("load_private_jwk: says what a text is that is not one private key") {
  CHECK(mentions(refusal(Json{{"keys", {rsa()}}}.dump()), "JWK set"));
  CHECK_FALSE(refusal(Json{{"keys", {rsa()}}}.dump()).hints.empty());
  CHECK(mentions(refusal(Json::array({rsa()}).dump()), "array"));
  Json public_key = rsa();
  for (const char* member : {"d", "p", "q", "dp", "dq", "qi"}) public_key.erase(member);
  CHECK(mentions(refusal(public_key.dump()), "public key"));
  CHECK(mentions(refusal(R"({"kty":"oct","k":"c2VjcmV0"})"), "symmetric"));
  CHECK(mentions(refusal(R"({"kty":"OKP","d":"AA"})"), "kty"));
  CHECK(mentions(refusal(R"({"d":"AA"})"), "kty"));
  CHECK(mentions(refusal("\"text\""), "object"));
  CHECK(mentions(refusal(""), "JSON"));
  CHECK(mentions(refusal("-----BEGIN PRIVATE KEY-----"), "JSON"));
  Json multi = rsa();
  multi["oth"] = Json::array();
  CHECK(mentions(refusal(multi.dump()), "two primes"));
}

TEST_CASE("load_private_jwk: accepts a byte order mark and white space around the JWK") {
  CHECK(load_private_jwk(Secret("\xEF\xBB\xBF\r\n " + rsa().dump() + "\r\n")));
}

TEST_CASE("load_private_jwk: refuses an alg that cannot sign") {
  Json jwk = rsa();
  jwk["alg"] = "RSA-OAEP";
  const auto loaded = load(jwk);
  REQUIRE(loaded);
  CHECK_FALSE(loaded->algorithm);
}

TEST_CASE("load_private_jwk: messages never quote the JWK") {
  const std::string secret = "s3cr3tCanaryValue";
  for (const std::string& text :
       {R"({"kty":"RSA","d":")" + secret + R"("})", R"({"kty":")" + secret + R"(","d":"AA"})",
        R"({")" + secret + R"(":1,")" + secret + R"(":2})", secret,
        R"({"kty":"EC","crv":")" + secret + R"(","d":"AA","x":"AA","y":"AA"})",
        R"({"kty":"RSA","d":"AA","use":")" + secret + R"("})"}) {
    const Error error = refusal(text);
    CHECK_FALSE(mentions(error, secret));
    for (const auto& hint : error.hints) CHECK(hint.find(secret) == std::string::npos);
  }
}

TEST_CASE("private_jwk: a key that is written and read back is the same") {
  const auto key = PrivateKey::generate_rsa(2048);
  const auto jwk = to_private_jwk(key);
  for (const char* member : {"kty", "n", "e", "d", "p", "q", "dp", "dq", "qi"}) {
    CHECK(jwk.contains(member));
  }
  const auto loaded = load_private_jwk(Secret(jwk.dump()));
  REQUIRE(loaded);
  const auto signature = loaded->key.sign(Algorithm::rs256, "message");
  REQUIRE(signature);
  CHECK(key.public_key().verify(Algorithm::rs256, "message", *signature));
}
