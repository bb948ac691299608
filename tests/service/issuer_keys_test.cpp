// SPDX-License-Identifier: MIT
#include "service/issuer_keys.hpp"

#include "base/json.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kTenant = "5a0db0c5-7b1e-4d0a-9c3e-6f1f2d3c4b5a";
constexpr const char* kIssuer = "https://issuer.example";
constexpr const char* kMetadata = "https://issuer.example/.well-known/openid-configuration";
constexpr const char* kKeys = "https://issuer.example/keys";

const crypto::PrivateKey& key() {
  static const auto key = crypto::PrivateKey::generate_rsa(2048);
  return key;
}

std::string jwks(const std::string& kid) {
  auto jwk = crypto::to_public_jwk(key().public_key());
  jwk["kid"] = kid;
  return OrderedJson{{"keys", OrderedJson::array({jwk})}}.dump();
}

std::string metadata(const std::string& issuer = kIssuer) {
  return OrderedJson{
      {"issuer", issuer}, {"token_endpoint", "https://issuer.example/token"}, {"jwks_uri", kKeys}}
      .dump();
}

struct Fixture {
  test::TempDir dir;
  test::FakeTransport transport;
  test::FakeClock clock;
  cache::DocumentCache documents{dir.path()};

  oauth::DecodedJwt token(const std::string& kid = "k", const std::string& issuer = kIssuer) {
    const auto exp = clock.now().time_since_epoch().count() + 1000;
    const auto made = oauth::make_jwt({{"alg", "RS256"}, {"kid", kid}},
                                      {{"iss", issuer}, {"exp", exp}, {"tid", kTenant}}, key(),
                                      crypto::Algorithm::rs256);
    return *oauth::decode_jwt(made->expose());
  }
  Result<oauth::Verification> verify(
      const oauth::DecodedJwt& jwt,
      const service::KeySource& source = service::key_source_of(kIssuer)) {
    return service::verify_with(source, jwt, {},
                                {transport, clock, clock.in(seconds(60)), &documents});
  }
};

Json claims(const std::string& issuer, const std::string& version = "2.0") {
  return {{"iss", issuer}, {"tid", kTenant}, {"ver", version}};
}

}  // namespace

TEST_CASE("verify_with: metadata names the keys, and both are kept for a day") {
  Fixture fixture;
  fixture.transport.expect(kMetadata, 200, metadata());
  fixture.transport.expect(kKeys, 200, jwks("k"));
  CHECK(fixture.verify(fixture.token())->verified());
  fixture.clock.advance(std::chrono::hours(23));
  CHECK(fixture.verify(fixture.token())->verified());
  CHECK(fixture.transport.sent().size() == 2);
  fixture.clock.advance(std::chrono::hours(1));
  fixture.transport.expect(kMetadata, 200, metadata());
  fixture.transport.expect(kKeys, 200, jwks("k"));
  CHECK(fixture.verify(fixture.token())->verified());
}

TEST_CASE("verify_with: an unknown kid has the keys fetched again, once in five minutes") {
  Fixture fixture;
  fixture.transport.expect(kMetadata, 200, metadata());
  fixture.transport.expect(kKeys, 200, jwks("old"));
  CHECK(fixture.verify(fixture.token("old"))->verified());
  fixture.clock.advance(std::chrono::minutes(5));
  fixture.transport.expect(kKeys, 200, jwks("new"));
  CHECK(fixture.verify(fixture.token("new"))->verified());
  CHECK_FALSE(fixture.verify(fixture.token("unknown"))->verified());
  CHECK_FALSE(fixture.verify(fixture.token("unknown"))->verified());
  CHECK(fixture.transport.sent().size() == 3);
}

TEST_CASE("verify_with: metadata of another issuer, unusable keys and servers that are down fail") {
  Fixture fixture;
  const std::string second = "https://issuer.example/.well-known/oauth-authorization-server";
  fixture.transport.expect(kMetadata, 200, metadata("https://evil.example"));
  fixture.transport.expect(second, 404, "");
  const auto other = fixture.verify(fixture.token());
  REQUIRE_FALSE(other);
  CHECK(other.error().kind == ErrorKind::network);
  fixture.transport.expect(kMetadata, 404, "");
  fixture.transport.expect(second, 500, "");
  CHECK(fixture.verify(fixture.token()).error().kind == ErrorKind::network);
  // A server that is down is asked once.
  fixture.transport.expect_failure(
      kMetadata, {.kind = ErrorKind::network, .message = "down", .retryable = true});
  CHECK(fixture.verify(fixture.token()).error().message == "down");
  // An authorization server keeps its metadata there.
  fixture.transport.expect(kMetadata, 404, "");
  fixture.transport.expect(second, 200, metadata());
  fixture.transport.expect(kKeys, 200, jwks("k"));
  CHECK(fixture.verify(fixture.token())->verified());
  fixture.documents.clear();
  fixture.transport.expect(kMetadata, 200, metadata());
  fixture.transport.expect(kKeys, 200, "{}");
  CHECK(fixture.verify(fixture.token()).error().kind == ErrorKind::network);
}

TEST_CASE("verify_with: the token must come from the issuer that was asked") {
  Fixture fixture;
  fixture.transport.expect(kMetadata, 200, metadata());
  fixture.transport.expect(kKeys, 200, jwks("k"));
  const auto verification = fixture.verify(fixture.token("k", "https://other.example"));
  REQUIRE(verification);
  CHECK_FALSE(verification->verified());
  CHECK(verification->broken()->rule == "issuer");
}

TEST_CASE("verify_with: keys may be given without metadata") {
  Fixture fixture;
  fixture.transport.expect(kKeys, 200, jwks("k"));
  const service::KeySource source{.metadata_url = {}, .jwks_uri = kKeys, .issuer = {}};
  CHECK(fixture.verify(fixture.token("k", "https://anybody.example"), source)->verified());
}

TEST_CASE("known_key_source: Microsoft's clouds and Maskinporten are known by their issuers") {
  const std::string tenant = kTenant;
  const auto url_of = [](const Json& of) {
    const auto source = service::known_key_source(of);
    return source ? source->metadata_url : source.error().message;
  };
  CHECK(url_of(claims("https://login.microsoftonline.com/" + tenant + "/v2.0")) ==
        "https://login.microsoftonline.com/" + tenant + "/v2.0/.well-known/openid-configuration");
  CHECK(url_of(claims("https://sts.windows.net/" + tenant + "/", "1.0")) ==
        "https://login.microsoftonline.com/" + tenant + "/.well-known/openid-configuration");
  CHECK(url_of(claims("https://login.microsoftonline.us/" + tenant + "/v2.0")) ==
        "https://login.microsoftonline.us/" + tenant + "/v2.0/.well-known/openid-configuration");
  CHECK(url_of(claims("https://login.partner.microsoftonline.cn/" + tenant + "/v2.0")) ==
        "https://login.partner.microsoftonline.cn/" + tenant +
            "/v2.0/.well-known/openid-configuration");
  CHECK(url_of(claims("https://sts.chinacloudapi.cn/" + tenant + "/", "1.0")) ==
        "https://login.partner.microsoftonline.cn/" + tenant + "/.well-known/openid-configuration");
  CHECK(url_of(claims("https://test.maskinporten.no/")) ==
        "https://test.maskinporten.no/.well-known/oauth-authorization-server");
}

TEST_CASE("known_key_source: an issuer that only looks like a known one is not trusted") {
  const std::string tenant = kTenant;
  for (const auto& issuer :
       {std::string("https://evil.example"), std::string(), std::string("file:///etc/passwd"),
        "https://login.microsoftonline.com.evil.example/" + tenant + "/v2.0",
        "https://login.microsoftonline.com@evil.example/" + tenant + "/v2.0",
        "http://login.microsoftonline.com/" + tenant + "/v2.0",
        std::string("https://login.microsoftonline.com/other/v2.0"),
        std::string("https://login.microsoftonline.com/../x"),
        std::string("https://test.maskinporten.no")}) {
    CAPTURE(issuer);
    const auto source = service::known_key_source(claims(issuer));
    REQUIRE_FALSE(source);
    CHECK(source.error().kind == ErrorKind::usage);
    CHECK_THAT(source.error().hints.at(0), Contains("--issuer"));
  }
}

TEST_CASE("key_source_of: a profile's server is trusted with the profile's tokens") {
  Profile entra;
  entra.name = "p";
  entra.tenant_id = "contoso.onmicrosoft.com";
  entra.authority = "https://login.example";
  CHECK(service::key_source_of(entra, claims("x"))->metadata_url ==
        "https://login.example/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration");
  CHECK(service::key_source_of(entra, claims("x", "1.0"))->metadata_url ==
        "https://login.example/contoso.onmicrosoft.com/.well-known/openid-configuration");
  CHECK(service::key_source_of(entra, claims("x"))->issuer.empty());
  Profile oidc;
  oidc.provider = Provider::oidc;
  oidc.issuer = kIssuer;
  CHECK(service::key_source_of(oidc, claims("x"))->metadata_url == kMetadata);
  oidc.jwks_uri = kKeys;
  CHECK(service::key_source_of(oidc, claims("x"))->jwks_uri == kKeys);
  Profile unknown;
  unknown.name = "nowhere";
  unknown.provider = Provider::oidc;
  const auto source = service::key_source_of(unknown, claims("x"));
  REQUIRE_FALSE(source);
  CHECK(source.error().kind == ErrorKind::usage);
}
