// SPDX-License-Identifier: MIT
#include "service/token_verifier.hpp"

#include "base/json.hpp"
#include "service/example_profiles.hpp"
#include "service/server.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kIssuer = "https://idp.example";
constexpr const char* kMetadata = "https://idp.example/.well-known/openid-configuration";
constexpr const char* kKeys = "https://idp.example/keys";

const crypto::PrivateKey& key() {
  static const auto key = crypto::PrivateKey::generate_rsa(2048);
  return key;
}

std::string jwks() {
  auto jwk = crypto::to_public_jwk(key().public_key());
  jwk["kid"] = "k";
  return OrderedJson{{"keys", OrderedJson::array({jwk})}}.dump();
}

std::string metadata() {
  return OrderedJson{
      {"issuer", kIssuer}, {"token_endpoint", "https://idp.example/token"}, {"jwks_uri", kKeys}}
      .dump();
}

struct Fixture {
  test::TempDir dir;
  test::FakeTransport transport;
  test::FakeClock clock;
  os::Environment environment{std::vector<std::string>{
      "NAIS_TOKEN_INTROSPECTION_ENDPOINT=http://texas:3000/api/v1/introspect"}};
  cache::DocumentCache documents{dir.path()};

  oauth::DecodedJwt token(const OrderedJson& header = {{"alg", "RS256"}, {"kid", "k"}},
                          const std::string& issuer = kIssuer) {
    const auto exp = clock.now().time_since_epoch().count() + 1000;
    const auto made = oauth::make_jwt(header, {{"iss", issuer}, {"aud", "api"}, {"exp", exp}},
                                      key(), crypto::Algorithm::rs256);
    return *oauth::decode_jwt(made->expose());
  }
  Result<service::Verdict> verify(const oauth::DecodedJwt& jwt,
                                  const service::VerificationRequest& request) {
    return service::verify_token(jwt, request, environment,
                                 {transport, clock, clock.in(seconds(60)), &documents});
  }
};

}  // namespace

TEST_CASE("verify_token: the keys of a trusted issuer verify the token, and rules are applied") {
  Fixture fixture;
  fixture.transport.expect(kMetadata, 200, metadata());
  fixture.transport.expect(kKeys, 200, jwks());
  const auto good = fixture.verify(fixture.token(), {.issuer = kIssuer});
  REQUIRE(good);
  CHECK(good->verified);
  CHECK(good->reason.empty());
  CHECK_THAT(good->verifier, Contains(kMetadata));
  const auto bad = fixture.verify(
      fixture.token(),
      {.issuer = kIssuer, .rules = oauth::VerificationRules{.audiences = {"other"}}});
  REQUIRE(bad);
  CHECK_FALSE(bad->verified);
  CHECK_THAT(bad->reason, Contains("audience"));
}

TEST_CASE("verify_token: named keys take precedence, and a named issuer is then required") {
  Fixture fixture;
  fixture.transport.expect(kKeys, 200, jwks());
  CHECK(fixture.verify(fixture.token(), {.jwks_uri = kKeys})->verified);
  const auto other =
      fixture.verify(fixture.token(), {.jwks_uri = kKeys, .issuer = "https://other.example"});
  REQUIRE(other);
  CHECK_THAT(other->reason, Contains("issuer"));
}

TEST_CASE("verify_token: without anyone to trust an unknown issuer is a usage error") {
  Fixture fixture;
  const auto verdict = fixture.verify(fixture.token(), {});
  REQUIRE_FALSE(verdict);
  CHECK(verdict.error().kind == ErrorKind::usage);
}

TEST_CASE("verify_token: a token that only its API can verify is refused without a request") {
  Fixture fixture;
  const auto jwt = fixture.token({{"alg", "RS256"}, {"kid", "k"}, {"nonce", "n"}});
  const auto verdict = fixture.verify(jwt, {.issuer = kIssuer});
  REQUIRE(verdict);
  CHECK_FALSE(verdict->verified);
  CHECK_THAT(verdict->reason, Contains("nonce"));
  const auto keys = crypto::parse_jwks(jwks());
  CHECK_FALSE(service::verify_with_keys(jwt, *keys, {}, fixture.clock.now(), "x").verified);
}

TEST_CASE("verify_token: a texas profile asks its sidecar, which takes no rules") {
  Fixture fixture;
  Profile profile;
  profile.name = "t";
  profile.provider = Provider::texas;
  profile.identity_provider = "entra_id";
  fixture.transport.expect("http://texas:3000/api/v1/introspect", 200, R"({"active":true})");
  CHECK(fixture.verify(fixture.token(), {.profile = &profile})->verified);
  const auto with_rules =
      fixture.verify(fixture.token(), {.profile = &profile, .rules = oauth::VerificationRules{}});
  REQUIRE_FALSE(with_rules);
  CHECK(with_rules.error().kind == ErrorKind::usage);
}

TEST_CASE("verify_token: metadata that a token request has fetched is not fetched again") {
  Fixture fixture;
  const auto profile = test::oidc();
  const secrets::SecretSource secrets(fixture.environment, fixture.clock.in(seconds(60)));
  const service::GrantContext context{
      fixture.environment,           secrets,           fixture.transport, fixture.clock,
      fixture.clock.in(seconds(60)), &fixture.documents};
  fixture.transport.expect(kMetadata, 200, metadata());
  CHECK(service::issuer_token_endpoint(profile, context) == "https://idp.example/token");
  fixture.transport.expect(kKeys, 200, jwks());
  CHECK(fixture.verify(fixture.token(), {.profile = &profile})->verified);
  CHECK(fixture.transport.sent().size() == 2);
}
