// SPDX-License-Identifier: MIT
// What the RFCs print, against the verifier: RFC 7515 appendix A.1 to A.5 and RFC 7520 section 4.1
// to 4.5. Sections 4.6 to 4.8 are in JSON serialisation only, which no token comes in.
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/rfc_vectors.hpp"
#include "oauth/tokens/verification.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <string>

using namespace entra_auth;
using Catch::Matchers::Contains;
namespace vectors = entra_auth::test;

namespace {

/// Just before the RFC's own `exp`.
const Timestamp kNow{std::chrono::seconds(1300819379)};

Json public_part(const char* private_jwk) {
  Json jwk = Json::parse(private_jwk);
  for (const char* member : {"d", "p", "q", "dp", "dq", "qi"}) jwk.erase(member);
  return jwk;
}

/// The one key as an issuer publishes it.
std::vector<crypto::PublicJwk> key_set(const char* private_jwk) {
  auto keys = crypto::parse_jwks(Json{{"keys", Json::array({public_part(private_jwk)})}}.dump());
  REQUIRE(keys);
  REQUIRE(keys->size() == 1);
  return *std::move(keys);
}

oauth::DecodedJwt decoded(const std::string& token) {
  const auto jwt = oauth::decode_jwt(token);
  REQUIRE(jwt);
  return *jwt;
}

oauth::Verification verify(const std::string& token, const char* key, Timestamp now = kNow) {
  return oauth::verify_token(decoded(token), key_set(key), {.issuer = "joe"}, now);
}

/// The first rule that the token breaks, "" for none.
std::string broken_rule(const std::string& token, const char* key) {
  const auto result = verify(token, key);
  const auto* rule = result.broken();
  return rule == nullptr ? "" : rule->rule;
}

struct Parts {
  std::string input;
  std::string signature;
};

Parts split_signature(std::string_view token) {
  const auto dot = token.rfind('.');
  auto signature = base64url_decode(token.substr(dot + 1));
  REQUIRE(signature);
  return {std::string(token.substr(0, dot)), *std::move(signature)};
}

std::string with_signature(const Parts& parts) {
  return parts.input + "." + base64url_encode(parts.signature);
}

std::string flipped(std::string bytes, std::size_t at) {
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  return bytes;
}

/// The same header, and other claims under the old signature.
std::string with_claims(const Parts& parts, const std::string& claims) {
  return with_signature(
      {parts.input.substr(0, parts.input.find('.') + 1) + base64url_encode(claims),
       parts.signature});
}

std::string hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  REQUIRE(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
               reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(),
               &size) != nullptr);
  return {reinterpret_cast<const char*>(mac.data()), size};
}

}  // namespace

TEST_CASE("verify_token: RFC 7515 A.2 and A.3, RS256 and ES256 pass, and a flipped bit fails") {
  for (const auto& [token, key] : {std::pair{vectors::kRfc7515A2Jws, vectors::kRfc7515A2Key},
                                   std::pair{vectors::kRfc7515A3Jws, vectors::kRfc7515A3Key}}) {
    CAPTURE(token);
    CHECK(verify(token, key).verified());
    const auto parts = split_signature(token);
    CHECK(broken_rule(with_signature(parts), key).empty());
    for (std::size_t at = 0; at < parts.signature.size(); at += 5) {
      const auto bad = with_signature({parts.input, flipped(parts.signature, at)});
      CHECK(broken_rule(bad, key) == "signature");
    }
    CHECK(broken_rule(with_claims(parts, R"({"iss":"joe","exp":1300819381})"), key) == "signature");
  }
}

TEST_CASE("verify_token: RFC 7515 A.2, the token expires, and needs its own issuer and key") {
  const auto end = Timestamp(std::chrono::seconds(1300819380));
  const auto leeway = oauth::VerificationRules{}.leeway;
  const auto before = std::chrono::seconds(1);
  CHECK(verify(vectors::kRfc7515A2Jws, vectors::kRfc7515A2Key, end + leeway - before).verified());
  CHECK_FALSE(verify(vectors::kRfc7515A2Jws, vectors::kRfc7515A2Key, end + leeway).verified());
  CHECK_FALSE(oauth::verify_token(decoded(vectors::kRfc7515A2Jws), key_set(vectors::kRfc7515A2Key),
                                  {.issuer = "Joe"}, kNow)
                  .verified());
  CHECK(broken_rule(vectors::kRfc7515A2Jws, vectors::kRfc7520RsaKey) == "signature");
  CHECK(broken_rule(vectors::kRfc7515A2Jws, vectors::kRfc7515A3Key) == "signature");
}

TEST_CASE("verify_token: RFC 7515 A.1, HS256 is refused by name although its MAC is right") {
  const auto parts = split_signature(vectors::kRfc7515A1Jws);
  CHECK(hmac(base64url_decode(vectors::kRfc7515A1Key).value(), parts.input) == parts.signature);
  for (const char* key : {vectors::kRfc7515A2Key, vectors::kRfc7515A3Key}) {
    const auto result = verify(vectors::kRfc7515A1Jws, key);
    REQUIRE(result.broken() != nullptr);
    CHECK(result.broken()->rule == "algorithm");
    CHECK_THAT(result.broken()->detail, Contains("HS256 is not accepted"));
  }
}

TEST_CASE("verify_token: a MAC over the public key is not a signature") {
  // The old confusion of RS256 and HS256: the attacker knows the public key and takes it as secret.
  const auto key = public_part(vectors::kRfc7515A2Key);
  const auto claims = base64url_encode(R"({"iss":"joe","exp":1300819380})");
  for (const char* alg : {"HS256", "RS256"}) {
    const auto input = base64url_encode(Json{{"alg", alg}}.dump()) + "." + claims;
    const auto token = with_signature({input, hmac(key.dump(), input)});
    CHECK_FALSE(verify(token, vectors::kRfc7515A2Key).verified());
  }
}

TEST_CASE("verify_token: RFC 7515 A.5, an unsecured token is refused by name") {
  const auto jwt = decoded(vectors::kRfc7515A5Jws);
  CHECK(jwt.signature.empty());
  const auto result = verify(vectors::kRfc7515A5Jws, vectors::kRfc7515A2Key);
  REQUIRE(result.broken() != nullptr);
  CHECK(result.broken()->rule == "algorithm");
  CHECK_THAT(result.broken()->detail, Contains("none is not accepted"));
  // Nor does a borrowed signature help it.
  const auto a2 = split_signature(vectors::kRfc7515A2Jws);
  auto borrowed = jwt;
  borrowed.signature = a2.signature;
  CHECK_FALSE(oauth::verify_token(borrowed, key_set(vectors::kRfc7515A2Key), {}, kNow).verified());
}

TEST_CASE("decode_jwt: RFC 7515 A.4 and RFC 7520 4.1 to 4.3, a signed text is not a token") {
  // Their payloads are texts: they cannot be taken for tokens, so only crypto sees the signature.
  struct Vector {
    const char* token;
    const char* key;
    crypto::Algorithm algorithm;
  };
  for (const auto& vector :
       {Vector{vectors::kRfc7515A4Jws, vectors::kRfc7515A4Key, crypto::Algorithm::es512},
        Vector{vectors::kRfc7520Rs256Jws, vectors::kRfc7520RsaKey, crypto::Algorithm::rs256},
        Vector{vectors::kRfc7520Ps384Jws, vectors::kRfc7520RsaKey, crypto::Algorithm::ps384},
        Vector{vectors::kRfc7520Es512Jws, vectors::kRfc7520EcKey, crypto::Algorithm::es512}}) {
    CAPTURE(vector.token);
    const auto jwt = oauth::decode_jwt(vector.token);
    REQUIRE_FALSE(jwt);
    CHECK_THAT(jwt.error().message, Contains("payload"));

    const auto keys = key_set(vector.key);
    const auto& key = keys[0].key;
    const auto parts = split_signature(vector.token);
    CHECK(key.verify(vector.algorithm, parts.input, parts.signature));
    for (std::size_t at = 0; at < parts.signature.size(); at += 5) {
      CHECK_FALSE(key.verify(vector.algorithm, parts.input, flipped(parts.signature, at)));
    }
    CHECK_FALSE(key.verify(vector.algorithm, flipped(parts.input, 0), parts.signature));

    // The signature under claims of one's own: a token now, and not a good one.
    CHECK(broken_rule(with_claims(parts, R"({"iss":"joe","exp":1300819380})"), vector.key) != "");
  }
}

TEST_CASE(
    "decode_jwt: RFC 7520 4.4 and 4.5, HS256 over a text, whole and detached, is not a token") {
  const std::string token = vectors::kRfc7520Hs256Jws;
  const auto parts = split_signature(token);
  CHECK(hmac(base64url_decode(vectors::kRfc7520HmacKey).value(), parts.input) == parts.signature);
  CHECK_FALSE(oauth::decode_jwt(token));
  const auto detached = token.substr(0, token.find('.')) + "." + token.substr(token.rfind('.'));
  CHECK_FALSE(oauth::decode_jwt(detached));
  // With claims it can be read, and is refused for its algorithm.
  const auto key = vectors::kRfc7520RsaKey;
  CHECK(broken_rule(with_claims(parts, R"({"iss":"joe","exp":1300819380})"), key) == "algorithm");
}
