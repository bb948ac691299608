// SPDX-License-Identifier: MIT
#include "service/incoming_token.hpp"

#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "service/example_profiles.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kMetadata = "https://idp.example/.well-known/openid-configuration";
constexpr const char* kKeys = "https://idp.example/keys";

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;
  os::Environment environment{std::vector<std::string>{"AZURE_APP_CLIENT_ID=nais-app"}};
  crypto::PrivateKey key = crypto::PrivateKey::generate_rsa(2048);

  [[nodiscard]] Secret token(const std::string& audience = "client") const {
    const auto exp = clock.now().time_since_epoch().count() + 1000;
    return *oauth::make_jwt(
        {{"alg", "RS256"}, {"kid", "k"}},
        {{"iss", "https://idp.example"}, {"aud", audience}, {"scp", "a"}, {"exp", exp}}, key,
        crypto::Algorithm::rs256);
  }
  Result<oauth::DecodedJwt> check(const Profile& profile, const Secret* token) {
    return service::check_incoming_token(profile, token, environment, clock.now());
  }
  Result<void> verify(const Secret& token, const crypto::PrivateKey& issuer_key) {
    auto jwk = crypto::to_public_jwk(issuer_key.public_key());
    jwk["kid"] = "k";
    transport.expect(kMetadata, 200,
                     OrderedJson{{"issuer", "https://idp.example"}, {"jwks_uri", kKeys}}.dump());
    transport.expect(kKeys, 200, OrderedJson{{"keys", OrderedJson::array({jwk})}}.dump());
    return service::verify_incoming_token(*oauth::decode_jwt(token.expose()), test::oidc(),
                                          environment, {transport, clock, clock.in(seconds(60))});
  }
};

}  // namespace

TEST_CASE("check_incoming_token: a missing token is a usage error") {
  Fixture fixture;
  const auto checked = fixture.check(test::oidc(), nullptr);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().kind == ErrorKind::usage);
}

TEST_CASE(
    "check_incoming_token: the audience must be the application, by any name in the profile") {
  Fixture fixture;
  auto profile = test::entra();
  profile.identifier_uris = {"https://api.example"};
  for (const char* audience : {"client", "api://client", "https://api.example"}) {
    CAPTURE(audience);
    const auto token = fixture.token(audience);
    CHECK(fixture.check(profile, &token));
  }
  const auto other = fixture.token("other");
  CHECK(fixture.check(profile, &other).error().kind == ErrorKind::invalid_token);
  Profile texas;
  texas.provider = Provider::texas;
  texas.identity_provider = "entra_id";
  CHECK_FALSE(fixture.check(texas, &other));
  const auto own = fixture.token("nais-app");
  CHECK(fixture.check(texas, &own));
  texas.identity_provider = "tokenx";
  CHECK(fixture.check(texas, &other));
}

TEST_CASE("verify_incoming_token: the keys of the profile's issuer decide") {
  Fixture fixture;
  const auto token = fixture.token();
  CHECK(fixture.verify(token, fixture.key));
  const auto forged = fixture.verify(token, crypto::PrivateKey::generate_rsa(2048));
  REQUIRE_FALSE(forged);
  CHECK(forged.error().kind == ErrorKind::invalid_token);
  CHECK_THAT(forged.error().message, Contains("signature"));
}
