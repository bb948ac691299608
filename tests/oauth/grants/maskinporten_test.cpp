// SPDX-License-Identifier: MIT
#include "oauth/grants/maskinporten.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "oauth/tokens/jwt.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kIssuer = "https://test.maskinporten.no/";
constexpr const char* kUrl = "https://test.maskinporten.no/token";
constexpr const char* kToken =
    R"({"token_type":"Bearer","expires_in":119,"access_token":"at","scope":"a:b"})";

const crypto::PrivateKey& key() {
  static const auto key = crypto::PrivateKey::generate_rsa(2048);
  return key;
}

oauth::Maskinporten grant() {
  return {.issuer = kIssuer,
          .token_endpoint = kUrl,
          .client_id = "client-1",
          .key = oauth::JwkKey{.key = key(), .kid = "kid-1", .algorithm = crypto::Algorithm::rs256},
          .scopes = {"a:b", "c:d/e"},
          .resource = {},
          .consumer_org = {},
          .authorization_details = {}};
}

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;

  Result<Token> acquire(const oauth::Maskinporten& grant) {
    return oauth::acquire(grant, transport, clock, clock.in(seconds(60)));
  }
  /// The assertion of the only request.
  oauth::DecodedJwt sent(const oauth::Maskinporten& grant) {
    transport.expect(kUrl, 200, kToken);
    REQUIRE(acquire(grant));
    const auto jwt = oauth::decode_jwt(transport.sent().back().field("assertion"));
    REQUIRE(jwt);
    return *jwt;
  }
};

std::set<std::string> names(const Json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.items()) names.insert(name);
  return names;
}

}  // namespace

TEST_CASE("Maskinporten: the request is grant type and assertion, nothing else") {
  Fixture fixture;
  (void)fixture.sent(grant());
  const auto& sent = fixture.transport.sent().at(0);
  REQUIRE(sent.form.size() == 2);
  CHECK(sent.form[0].first == "grant_type");
  CHECK(sent.form[0].second == "urn:ietf:params:oauth:grant-type:jwt-bearer");
  CHECK(sent.form[1].first == "assertion");
  CHECK(sent.headers.empty());
  CHECK(sent.attempts == Attempts::retry);
}

TEST_CASE("Maskinporten: the assertion has exactly the documented header and claims") {
  Fixture fixture;
  const auto jwt = fixture.sent(grant());
  CHECK(jwt.header == Json{{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "kid-1"}});
  CHECK(names(jwt.claims) == std::set<std::string>{"aud", "iss", "scope", "iat", "exp", "jti"});
  CHECK(jwt.claims["aud"] == kIssuer);
  CHECK(jwt.claims["iss"] == "client-1");
  CHECK(jwt.claims["scope"] == "a:b c:d/e");
  const auto now = fixture.clock.now().time_since_epoch().count();
  CHECK(jwt.claims["iat"] == now);
  CHECK(jwt.claims["exp"].get<long long>() - now <= 120);
  CHECK(jwt.claims["exp"].get<long long>() > now);
  CHECK(oauth::verify_jwt(jwt, key().public_key(), crypto::Algorithm::rs256));
}

TEST_CASE(
    "Maskinporten: resource, consumer_org and authorization_details are claims of the assertion") {
  auto with_all = grant();
  with_all.resource = "https://api.example";
  with_all.consumer_org = "987654321";
  with_all.authorization_details = R"([{"type":"urn:altinn:systemuser"}])";
  Fixture fixture;
  const auto as_string = fixture.sent(with_all);
  CHECK(as_string.claims["resource"] == "https://api.example");
  CHECK(as_string.claims["consumer_org"] == "987654321");
  CHECK(as_string.claims["authorization_details"] ==
        Json::parse(R"([{"type":"urn:altinn:systemuser"}])"));
  with_all.resource_as_array = true;
  CHECK(fixture.sent(with_all).claims["resource"] == Json::array({"https://api.example"}));
}

TEST_CASE("Maskinporten: authorization_details keep the order of their members") {
  auto with_details = grant();
  with_details.authorization_details = R"([{"type":"t","b":{"z":1,"a":"\u00e6"},"a":[]}])";
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kToken);
  REQUIRE(fixture.acquire(with_details));
  const auto assertion = fixture.transport.sent().back().field("assertion");
  const auto claims = base64url_decode(
      assertion.substr(assertion.find('.') + 1, assertion.rfind('.') - assertion.find('.') - 1));
  REQUIRE(claims);
  CHECK_THAT(*claims, Contains(R"("authorization_details":[{"type":"t","b":{"z":1,"a":)"));
}

TEST_CASE("Maskinporten: an enterprise certificate is sent with its chain and without a kid") {
  auto with_certificate = grant();
  crypto::ClientCertificate certificate{.key = key(),
                                        .chain = {"leaf", "issuer"},
                                        .subject = "CN=x",
                                        .not_before = {},
                                        .not_after = {}};
  const auto algorithm =
      GENERATE(crypto::Algorithm::rs256, crypto::Algorithm::rs384, crypto::Algorithm::rs512);
  with_certificate.key = oauth::CertificateKey{.certificate = certificate, .algorithm = algorithm};
  Fixture fixture;
  const auto jwt = fixture.sent(with_certificate);
  CHECK(names(jwt.header) == std::set<std::string>{"alg", "typ", "x5c"});
  CHECK(jwt.header["x5c"] == Json::array({base64_encode("leaf"), base64_encode("issuer")}));
  CHECK(jwt.header["alg"] == std::string(crypto::name(algorithm)));
  CHECK(oauth::verify_jwt(jwt, key().public_key(), algorithm));
}

TEST_CASE("Maskinporten: each assertion has its own jti") {
  Fixture fixture;
  std::set<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.insert(fixture.sent(grant()).claims["jti"].get<std::string>());
  CHECK(ids.size() == 5);
}

TEST_CASE("Maskinporten: a token that lives two minutes is accepted") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kToken);
  const auto token = fixture.acquire(grant());
  REQUIRE(token);
  CHECK(token->expires_at - token->acquired_at == seconds(119));
  CHECK(token->scope == "a:b");
}

TEST_CASE("Maskinporten: a refusal has the code and a hint") {
  Fixture fixture;
  fixture.transport.expect(
      kUrl, 400,
      R"({"error":"invalid_scope","error_description":"Invalid scope: x. (MP-200) id 123"})");
  const auto token = fixture.acquire(grant());
  REQUIRE_FALSE(token);
  CHECK(token.error().kind == ErrorKind::server_refused);
  CHECK(token.error().code == "MP-200");
  REQUIRE(token.error().hints.size() == 1);
  CHECK_THAT(token.error().hints[0], Contains("15 minutes"));
}

TEST_CASE("Maskinporten: a refused assertion is described by client, audience and key") {
  Fixture fixture;
  fixture.transport.expect(
      kUrl, 400, R"({"error":"invalid_grant","error_description":"MP-124: wrong signature"})");
  const auto token = fixture.acquire(grant());
  REQUIRE_FALSE(token);
  REQUIRE(token.error().hints.size() == 2);
  CHECK_THAT(token.error().hints[1],
             Contains("client-1") && Contains(kIssuer) && Contains("kid-1"));
}

TEST_CASE("Maskinporten: a clock that is off by more than five seconds is named with its offset") {
  const auto refused_at = [](const char* date) {
    Fixture fixture;  // 2026-01-01T00:00:00Z
    fixture.transport.expect(
        kUrl, 400, R"({"error":"invalid_grant","error_description":"Issue time is after now"})",
        {{"date", date}});
    const auto token = fixture.acquire(grant());
    REQUIRE_FALSE(token);
    return token.error().hints.at(0);
  };
  CHECK_THAT(refused_at("Wed, 31 Dec 2025 23:59:30 GMT"), Contains("clock is 30 s ahead"));
  CHECK_THAT(refused_at("Thu, 01 Jan 2026 00:00:20 GMT"), Contains("clock is 20 s behind"));
  CHECK_THAT(refused_at("Thu, 01 Jan 2026 00:00:03 GMT"), !Contains("clock"));
}
