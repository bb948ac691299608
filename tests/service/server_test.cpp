// SPDX-License-Identifier: MIT
#include "service/server.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;

namespace {

constexpr const char* kTestMetadata =
    "https://test.maskinporten.no/.well-known/oauth-authorization-server";

struct Fixture {
  test::TempDir dir;
  test::FakeTransport transport;
  test::FakeClock clock;
  os::Environment environment{std::vector<std::string>{"HOME=/home/u"}};
  secrets::SecretSource secrets{environment, clock.in(seconds(60))};
  cache::DocumentCache documents{dir.path()};

  Result<std::string> endpoint(const Profile& profile, bool keeps_documents = true) {
    const service::GrantContext context{environment,
                                        secrets,
                                        transport,
                                        clock,
                                        clock.in(seconds(60)),
                                        keeps_documents ? &documents : nullptr};
    return service::issuer_token_endpoint(profile, context);
  }
};

Profile maskinporten() {
  Profile profile;
  profile.name = "m";
  profile.provider = Provider::maskinporten;
  profile.flow = Flow::maskinporten;
  return profile;
}

std::string metadata(const std::string& issuer, const std::string& endpoint) {
  return R"({"issuer":")" + issuer + R"(","token_endpoint":")" + endpoint + R"("})";
}

}  // namespace

TEST_CASE("issuer_token_endpoint: metadata names the endpoint, and is fetched once a day") {
  Fixture fixture;
  auto profile = maskinporten();
  profile.issuer = "https://issuer.example/";
  const std::string url = "https://issuer.example/.well-known/oauth-authorization-server";
  fixture.transport.expect(url, 200, metadata(profile.issuer, "https://issuer.example/t1"));
  CHECK(fixture.endpoint(profile) == "https://issuer.example/t1");
  fixture.clock.advance(std::chrono::hours(23));
  CHECK(fixture.endpoint(profile) == "https://issuer.example/t1");
  CHECK(fixture.transport.sent().size() == 1);
  fixture.clock.advance(std::chrono::hours(1));
  fixture.transport.expect(url, 200, metadata(profile.issuer, "https://issuer.example/t2"));
  CHECK(fixture.endpoint(profile) == "https://issuer.example/t2");
}

TEST_CASE("issuer_token_endpoint: without a cache metadata is fetched each time") {
  Fixture fixture;
  Profile profile;
  profile.provider = Provider::oidc;
  profile.issuer = "https://idp.example";
  for (int i = 0; i < 2; ++i) {
    fixture.transport.expect("https://idp.example/.well-known/openid-configuration", 200,
                             metadata(profile.issuer, "https://idp.example/t"));
    CHECK(fixture.endpoint(profile, false) == "https://idp.example/t");
  }
}

TEST_CASE("issuer_token_endpoint: a known environment works without its metadata") {
  Fixture fixture;
  auto profile = maskinporten();
  profile.environment = MaskinportenEnvironment::test;
  fixture.transport.expect_failure(kTestMetadata, {.kind = ErrorKind::network, .message = "down"});
  CHECK(fixture.endpoint(profile) == "https://test.maskinporten.no/token");
  CHECK(fixture.transport.sent().at(0).attempts == Attempts::once);
  fixture.transport.expect(kTestMetadata, 200, "<html>");
  CHECK(fixture.endpoint(profile) == "https://test.maskinporten.no/token");
  // Where it can be had it decides.
  fixture.transport.expect(
      kTestMetadata, 200,
      metadata("https://test.maskinporten.no/", "https://test.maskinporten.no/new"));
  CHECK(fixture.endpoint(profile) == "https://test.maskinporten.no/new");
}

TEST_CASE("issuer_token_endpoint: the production environment has its own endpoint") {
  Fixture fixture;
  auto profile = maskinporten();
  profile.environment = MaskinportenEnvironment::prod;
  CHECK(service::maskinporten_issuer(profile) == "https://maskinporten.no/");
  fixture.transport.expect_failure("https://maskinporten.no/.well-known/oauth-authorization-server",
                                   {.kind = ErrorKind::network, .message = "down"});
  CHECK(fixture.endpoint(profile) == "https://maskinporten.no/token");
}

TEST_CASE("issuer_token_endpoint: an unknown issuer must name its endpoint") {
  Fixture fixture;
  auto profile = maskinporten();
  profile.issuer = "https://issuer.example/";
  fixture.transport.expect_failure("https://issuer.example/.well-known/oauth-authorization-server",
                                   {.kind = ErrorKind::network, .message = "down"});
  const auto endpoint = fixture.endpoint(profile);
  REQUIRE_FALSE(endpoint);
  CHECK(endpoint.error().message == "down");
}

TEST_CASE("issuer_token_endpoint: a token_endpoint in the profile needs no request") {
  Fixture fixture;
  auto profile = maskinporten();
  profile.environment = MaskinportenEnvironment::test;
  profile.token_endpoint = "https://here.example/token";
  CHECK(fixture.endpoint(profile) == "https://here.example/token");
}

TEST_CASE("sidecar_endpoint: the profile takes precedence over the platform") {
  Profile profile;
  profile.name = "t";
  profile.provider = Provider::texas;
  profile.flow = Flow::client_credentials;
  const os::Environment pod(std::vector<std::string>{
      "NAIS_TOKEN_ENDPOINT=http://texas:3000/a", "NAIS_TOKEN_EXCHANGE_ENDPOINT=http://texas:3000/b",
      "NAIS_TOKEN_INTROSPECTION_ENDPOINT=http://texas:3000/c"});
  CHECK(service::sidecar_endpoint(profile, pod) == "http://texas:3000/a");
  CHECK(service::introspection_endpoint(profile, pod) == "http://texas:3000/c");
  profile.flow = Flow::on_behalf_of;
  CHECK(service::sidecar_endpoint(profile, pod) == "http://texas:3000/b");
  CHECK(service::endpoint_identity(profile, pod) == "http://texas:3000/b");

  const os::Environment elsewhere(std::vector<std::string>{});
  const auto missing = service::sidecar_endpoint(profile, elsewhere);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::invalid_configuration);
  CHECK(missing.error().message.find("NAIS_TOKEN_EXCHANGE_ENDPOINT") != std::string::npos);
  profile.token_endpoint = "http://localhost:3000/api/v1/token";
  // A user's token never goes where it would be answered with one of the application.
  CHECK(service::sidecar_endpoint(profile, elsewhere) ==
        "http://localhost:3000/api/v1/token/exchange");
  profile.token_endpoint = "http://localhost:3000/api/v1/token/exchange";
  CHECK(service::sidecar_endpoint(profile, elsewhere) == profile.token_endpoint);
  profile.flow = Flow::client_credentials;
  profile.token_endpoint = "http://localhost:3000/api/v1/token";
  CHECK(service::sidecar_endpoint(profile, elsewhere) == profile.token_endpoint);
  const os::Environment broken(std::vector<std::string>{"NAIS_TOKEN_INTROSPECTION_ENDPOINT=x y"});
  CHECK_FALSE(service::introspection_endpoint(profile, broken));
}

TEST_CASE("metadata_address: is known for each provider without a request") {
  auto profile = maskinporten();
  profile.environment = MaskinportenEnvironment::test;
  CHECK(service::metadata_address(profile) == kTestMetadata);
  Profile entra;
  entra.tenant_id = "t";
  CHECK(service::metadata_address(entra) ==
        "https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration");
  entra.token_endpoint = "https://other.example/token";
  CHECK(service::metadata_address(entra).empty());
  entra.authority = "https://other.example";
  CHECK(service::metadata_address(entra) ==
        "https://other.example/t/v2.0/.well-known/openid-configuration");
  Profile oidc;
  oidc.provider = Provider::oidc;
  CHECK(service::metadata_address(oidc).empty());
  oidc.issuer = "https://i.example/a/";
  CHECK(service::metadata_address(oidc) == "https://i.example/a/.well-known/openid-configuration");
  oidc.provider = Provider::texas;
  CHECK(service::metadata_address(oidc).empty());
}
