// SPDX-License-Identifier: MIT
#include "oauth/tokens/jwt.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "crypto/rfc_vectors.hpp"

#include <catch2/catch.hpp>
#include <sodium.h>

#include <string>

using namespace entra_auth;
using namespace entra_auth::oauth;
using crypto::Algorithm;
namespace vectors = entra_auth::test;

namespace {

crypto::PrivateKey key_of(const char* jwk) {
  auto loaded = crypto::load_private_jwk(Secret(jwk));
  REQUIRE(loaded);
  return loaded->key;
}

const crypto::PrivateKey& rsa_key() {
  static const crypto::PrivateKey key = key_of(vectors::kRfc7517A2RsaKey);
  return key;
}

/// A token with these two texts, signed by the RSA key whatever they say.
std::string signed_token(const std::string& header, const std::string& claims = "{}") {
  const std::string input = base64url_encode(header) + "." + base64url_encode(claims);
  return input + "." + base64url_encode(rsa_key().sign(Algorithm::rs256, input).value());
}

bool verifies(const std::string& token, Algorithm algorithm = Algorithm::rs256) {
  const auto jwt = decode_jwt(token);
  REQUIRE(jwt);
  return verify_jwt(*jwt, rsa_key().public_key(), algorithm);
}

std::string refusal(std::string_view token) {
  const auto jwt = decode_jwt(token);
  REQUIRE_FALSE(jwt);
  CHECK(jwt.error().kind == ErrorKind::invalid_token);
  return jwt.error().message;
}

}  // namespace

TEST_CASE("decode_jwt: the JWTs of RFC 7515 decode and verify") {
  const auto a2 = decode_jwt(vectors::kRfc7515A2Jws);
  REQUIRE(a2);
  CHECK(a2->header == Json{{"alg", "RS256"}});
  CHECK(a2->claims ==
        Json{{"iss", "joe"}, {"exp", 1300819380}, {"http://example.com/is_root", true}});
  CHECK(a2->signature.size() == 256);
  CHECK(a2->signing_input + "." + a2->signature_text == vectors::kRfc7515A2Jws);
  const auto a2_key = key_of(vectors::kRfc7515A2Key).public_key();
  CHECK(verify_jwt(*a2, a2_key, Algorithm::rs256));
  CHECK_FALSE(verify_jwt(*a2, a2_key, Algorithm::ps256));
  CHECK_FALSE(verify_jwt(*a2, rsa_key().public_key(), Algorithm::rs256));

  const auto a3 = decode_jwt(vectors::kRfc7515A3Jws);
  REQUIRE(a3);
  const auto a3_key = key_of(vectors::kRfc7515A3Key).public_key();
  CHECK(verify_jwt(*a3, a3_key, Algorithm::es256));
  CHECK_FALSE(verify_jwt(*a3, a2_key, Algorithm::es256));
  CHECK_FALSE(verify_jwt(*a3, a3_key, Algorithm::rs256));
}

TEST_CASE("make_jwt: header and claims keep their order, and the token verifies") {
  const OrderedJson header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", "k"}};
  const OrderedJson claims{{"iss", "z"}, {"aud", "a"}, {"exp", 120}, {"name", "bl\xC3\xA5"}};
  const auto token = make_jwt(header, claims, rsa_key(), Algorithm::rs256);
  REQUIRE(token);
  const auto jwt = decode_jwt(token->expose());
  REQUIRE(jwt);
  CHECK(jwt->claims["name"] == "bl\xC3\xA5");
  CHECK(verify_jwt(*jwt, rsa_key().public_key(), Algorithm::rs256));
  const auto dot = jwt->signing_input.find('.');
  CHECK(base64url_decode(jwt->signing_input.substr(0, dot)) ==
        R"({"typ":"JWT","alg":"RS256","kid":"k"})");
  CHECK(base64url_decode(jwt->signing_input.substr(dot + 1)) ==
        R"({"iss":"z","aud":"a","exp":120,"name":"bl\u00e5"})");
}

TEST_CASE("make_jwt: another algorithm's name or an unsuitable key is refused") {
  CHECK_FALSE(make_jwt({{"alg", "RS256"}}, {}, rsa_key(), Algorithm::ps256));
  CHECK_FALSE(make_jwt({{"typ", "JWT"}}, {}, rsa_key(), Algorithm::rs256));
  CHECK_FALSE(make_jwt({{"alg", 1}}, {}, rsa_key(), Algorithm::rs256));
  const auto unfit = make_jwt({{"alg", "ES256"}}, {}, rsa_key(), Algorithm::es256);
  REQUIRE_FALSE(unfit);
  CHECK(unfit.error().kind == ErrorKind::invalid_configuration);
}

TEST_CASE("decode_jwt: white space and a Bearer prefix are removed, nothing else is") {
  const std::string token = signed_token(R"({"alg":"RS256"})");
  for (const std::string& text : {token, " \t" + token + "\r\n", "Bearer " + token,
                                  "bearer  " + token + " ", "BEARER\t" + token}) {
    const auto jwt = decode_jwt(text);
    REQUIRE(jwt);
    CHECK(jwt->signing_input + "." + jwt->signature_text == token);
  }
  for (const std::string& text :
       {"Bearer" + token, "Bearer: " + token, "Basic " + token, "\"" + token + "\"",
        token.substr(0, 10) + "\n" + token.substr(10), token + "\0" + "x"}) {
    refusal(text);
  }
  refusal(std::string_view("\0", 1));
  refusal(token + '\0');
}

TEST_CASE("decode_jwt: a token that begins with the letters of the prefix is a token") {
  // base64url of a JSON object cannot begin so, but nothing may be cut off it unasked.
  CHECK(refusal("Bearer.a.b").find("header") != std::string::npos);
  CHECK(refusal("Bearer") == "not a JWT (no dots in it)");
}

TEST_CASE("decode_jwt: any other number of parts is refused") {
  const std::string part = base64url_encode("{}");
  refusal("");
  refusal("   ");
  refusal(part);
  refusal(part + "." + part);
  refusal(part + "." + part + "." + part + "." + part);
  CHECK(refusal(part + "....").find("encrypted") != std::string::npos);
  CHECK(refusal(part + "." + part + "." + part + "." + part + "." + part).find("JWE") !=
        std::string::npos);
  refusal(std::string(1'000'000, '.'));
  refusal(part + "." + part + "." + part + "." + part + "." + part + "." + part);
  CHECK(refusal("..").find("header") != std::string::npos);
  CHECK(refusal(std::string(1024 * 1024 + 1, 'A')).find("1 MiB") != std::string::npos);
}

TEST_CASE("decode_jwt: base64url is strict in every part") {
  const std::string header = base64url_encode(R"({"alg":"RS256"})");  // 15 bytes: no stray bits
  const std::string claims = base64url_encode(R"({"a":1})");          // 7 bytes
  const std::string signature = base64url_encode("0123456789");
  REQUIRE(decode_jwt(header + "." + claims + "." + signature));
  for (const std::string& bad_claims :
       {claims + "=", claims + "==", claims + "A", claims.substr(0, claims.size() - 1) + "R",
        "+" + claims.substr(1), "/" + claims.substr(1), claims + " ",
        claims + std::string(1, '\0')}) {
    CAPTURE(bad_claims);
    CHECK(refusal(header + "." + bad_claims + "." + signature).find("payload") !=
          std::string::npos);
  }
  CHECK(refusal(header + "=." + claims + "." + signature).find("header") != std::string::npos);
  CHECK(refusal(header + "." + claims + "." + signature + "=").find("signature") !=
        std::string::npos);
  CHECK(refusal(header + "." + claims + "." + signature.substr(0, signature.size() - 1) + "h")
            .find("signature") != std::string::npos);
}

TEST_CASE("decode_jwt: header and payload must be JSON objects within the limits") {
  const auto token = [](const std::string& header, const std::string& claims) {
    return base64url_encode(header) + "." + base64url_encode(claims) + ".";
  };
  for (const std::string& bad :
       {std::string("[]"), std::string("1"), std::string("null"), std::string("{"),
        std::string("{}x"), std::string("\xEF\xBB\xBF{}"), std::string("{\"a\":\"\xff\"}"),
        std::string(100'000, '['), std::string(R"({"a":1,"a":2})"), std::string("Payload"),
        std::string()}) {
    CAPTURE(bad);
    CHECK(refusal(token(bad, "{}")).find("header") != std::string::npos);
    CHECK(refusal(token("{}", bad)).find("payload") != std::string::npos);
  }
  std::string deep = "1";
  for (int i = 0; i < 100; ++i) deep = "{\"a\":" + deep + "}";
  refusal(token("{}", deep));
}

TEST_CASE("decode_jwt: messages never quote the payload") {
  const std::string secret = "s3cr3tCanaryValue";
  for (const std::string& text : {secret, secret + "." + secret,
                                  base64url_encode("{}") + "." + base64url_encode(secret) + ".",
                                  base64url_encode(R"({"a":")" + secret) + ".e30."}) {
    const auto jwt = decode_jwt(text);
    REQUIRE_FALSE(jwt);
    CHECK(jwt.error().message.find(secret) == std::string::npos);
    CHECK(jwt.error().message.find(base64url_encode(secret)) == std::string::npos);
  }
}

TEST_CASE("verify_jwt: an unsigned token decodes and never verifies") {
  for (const char* alg : {R"("none")", R"("None")", R"("NONE")", "null", "1", R"(["RS256"])",
                          R"({"a":1})", R"("rs256")", R"("RS256 ")", R"("")", "true"}) {
    CAPTURE(alg);
    const std::string header = std::string(R"({"alg":)") + alg + "}";
    CHECK_FALSE(verifies(base64url_encode(header) + ".e30."));
    CHECK_FALSE(verifies(signed_token(header)));  // not even with a signature that would do
  }
  CHECK_FALSE(verifies(signed_token("{}")));
  CHECK(verifies(signed_token(R"({"alg":"RS256"})")));
  CHECK_FALSE(verifies(base64url_encode(R"({"alg":"RS256"})") + ".e30."));
}

TEST_CASE("decode_jwt: a duplicate alg is refused") {
  refusal(signed_token(R"({"alg":"RS256","alg":"none"})"));
  refusal(signed_token(R"({"alg":"none","alg":"RS256"})"));
  refusal(signed_token(R"({"alg":"RS256","\u0061lg":"none"})"));
}

TEST_CASE("verify_jwt: an HMAC made with the public key does not verify") {
  const std::string input = base64url_encode(R"({"alg":"HS256"})") + ".e30";
  const std::string n = crypto::to_public_jwk(rsa_key().public_key())["n"];
  for (const std::string& known : {n, base64url_decode(n).value(), std::string()}) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(known.data()),
                                known.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(input.data()),
                                  input.size());
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    CHECK_FALSE(verifies(input + "." + base64url_encode(mac)));
  }
}

TEST_CASE("verify_jwt: any crit fails the verification") {
  for (const char* rest : {R"("crit":["exp"])", R"("crit":[])", R"("crit":"exp")", R"("crit":null)",
                           R"("crit":["b64"],"b64":false)", R"("crit":["b64"],"b64":true)"}) {
    CAPTURE(rest);
    CHECK_FALSE(verifies(signed_token(std::string(R"({"alg":"RS256",)") + rest + "}")));
  }
}

TEST_CASE("verify_jwt: keys in the header are ignored") {
  const auto own = crypto::PrivateKey::generate_rsa(2048);
  const OrderedJson header{{"alg", "RS256"},
                           {"jwk", crypto::to_public_jwk(own.public_key())},
                           {"jku", "https://attacker.example/keys"},
                           {"kid", "../../etc/passwd"}};
  const auto token = make_jwt(header, OrderedJson::object(), own, Algorithm::rs256);
  REQUIRE(token);
  CHECK_FALSE(verifies(std::string(token->expose())));
}

TEST_CASE("verify_jwt: a change in any part of a token is detected") {
  const std::string token = signed_token(R"({"alg":"RS256"})", R"({"sub":"me","exp":1})");
  REQUIRE(verifies(token));
  for (std::size_t i = 0; i < token.size(); i += 5) {
    if (token[i] == '.') continue;
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto jwt = decode_jwt(changed);
    CHECK_FALSE((jwt && verify_jwt(*jwt, rsa_key().public_key(), Algorithm::rs256)));
  }
}
