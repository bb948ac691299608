// SPDX-License-Identifier: MIT
#include "service/example_profiles.hpp"
#include "service/server.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kMetadata = "https://idp.example/.well-known/openid-configuration";
constexpr const char* kTenant = "11111111-2222-3333-4444-555555555555";

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;
  os::Environment environment{std::vector<std::string>{}};
  secrets::SecretSource secrets{environment, clock.in(seconds(60))};
  service::GrantContext context{.environment = environment,
                                .secrets = secrets,
                                .transport = transport,
                                .clock = clock,
                                .deadline = clock.in(seconds(60))};
};

Profile user_profile(Profile profile) {
  profile.flow = Flow::interactive_browser;
  profile.auth_method = AuthMethod::none;
  profile.client_secret.reset();
  return profile;
}

std::string metadata(const std::string& more) {
  return R"({"issuer":"https://idp.example","token_endpoint":"https://idp.example/t")" + more + "}";
}

using Issuers = std::vector<std::string>;

}  // namespace

TEST_CASE("sign-in endpoints: for Entra they belong to the authority, and need no request") {
  Fixture fixture;
  auto profile = user_profile(test::entra());
  const std::string base = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/";
  CHECK(service::authorization_endpoint(profile, fixture.context) == base + "authorize");
  CHECK(service::device_authorization_endpoint(profile, fixture.context) == base + "devicecode");
  profile.cloud = Cloud::usgov;
  CHECK(service::authorization_endpoint(profile, fixture.context) ==
        "https://login.microsoftonline.us/contoso.onmicrosoft.com/oauth2/v2.0/authorize");
  profile.authority = "https://t.ciamlogin.example";
  CHECK(service::authorization_endpoint(profile, fixture.context) ==
        "https://t.ciamlogin.example/contoso.onmicrosoft.com/oauth2/v2.0/authorize");
}

TEST_CASE("sign-in endpoints: an endpoint of the profile is used unchanged") {
  for (auto profile : {user_profile(test::entra()), user_profile(test::oidc())}) {
    Fixture fixture;
    profile.authorization_endpoint = "https://a.example/authorize";
    profile.device_authorization_endpoint = "https://a.example/device";
    CHECK(service::authorization_endpoint(profile, fixture.context) ==
          "https://a.example/authorize");
    CHECK(service::device_authorization_endpoint(profile, fixture.context) ==
          "https://a.example/device");
  }
}

TEST_CASE("sign-in endpoints: for other issuers the metadata names them") {
  Fixture fixture;
  const auto body = metadata(R"(,"authorization_endpoint":"https://idp.example/auth",)"
                             R"("device_authorization_endpoint":"https://idp.example/dev")");
  fixture.transport.expect(kMetadata, 200, body);
  CHECK(service::authorization_endpoint(user_profile(test::oidc()), fixture.context) ==
        "https://idp.example/auth");
  fixture.transport.expect(kMetadata, 200, body);
  CHECK(service::device_authorization_endpoint(user_profile(test::oidc()), fixture.context) ==
        "https://idp.example/dev");
}

TEST_CASE("sign-in endpoints: an issuer without the endpoint is a configuration error") {
  Fixture fixture;
  auto profile = user_profile(test::oidc());
  profile.flow = Flow::device_code;
  fixture.transport.expect(kMetadata, 200, metadata(""));
  const auto device = service::device_authorization_endpoint(profile, fixture.context);
  REQUIRE_FALSE(device);
  CHECK(device.error().kind == ErrorKind::invalid_configuration);
  CHECK_THAT(device.error().message, Contains("device_authorization_endpoint"));
  CHECK_THAT(device.error().hints.at(0), Contains("device-code"));
  fixture.transport.expect(kMetadata, 200, metadata(""));
  CHECK(service::authorization_endpoint(profile, fixture.context).error().kind ==
        ErrorKind::invalid_configuration);
}

TEST_CASE("sign-in endpoints: metadata that cannot be fetched is a network error") {
  Fixture fixture;
  fixture.transport.expect(kMetadata, 500, "");
  CHECK(service::authorization_endpoint(user_profile(test::oidc()), fixture.context).error().kind ==
        ErrorKind::network);
}

TEST_CASE("sign_in_issuer: for Entra it is that of the tenant, or the one that the token names") {
  Fixture fixture;
  auto profile = user_profile(test::entra());
  for (const std::string tenant : {"contoso.onmicrosoft.com", "organizations", "common"}) {
    profile.tenant_id = tenant;
    const auto issuer = service::sign_in_issuer(profile, fixture.context);
    CHECK(issuer.issuers == Issuers{"https://login.microsoftonline.com/{tenantid}/v2.0"});
    CHECK_FALSE(issuer.issuer_in_response);
  }
  profile.tenant_id = kTenant;
  CHECK(service::sign_in_issuer(profile, fixture.context).issuers ==
        Issuers{std::string("https://login.microsoftonline.com/") + kTenant + "/v2.0"});
}

TEST_CASE("sign_in_issuer: a custom authority may have another issuer, which its metadata names") {
  Fixture fixture;
  auto profile = user_profile(test::entra());
  profile.authority = "https://t.ciamlogin.example";
  profile.tenant_id = kTenant;
  const std::string base = profile.authority + "/" + kTenant + "/v2.0";
  fixture.transport.expect(
      base + "/.well-known/openid-configuration", 200,
      R"({"issuer":"https://1.ciamlogin.example/1/v2.0","token_endpoint":"https://a.example/t"})");
  CHECK(service::sign_in_issuer(profile, fixture.context).issuers ==
        Issuers{base, "https://1.ciamlogin.example/1/v2.0"});
  fixture.transport.expect_failure(base + "/.well-known/openid-configuration",
                                   Error{.kind = ErrorKind::network, .message = "down"});
  CHECK(service::sign_in_issuer(profile, fixture.context).issuers == Issuers{base});
}

TEST_CASE(
    "sign_in_issuer: a token endpoint of an unknown authority has no issuer to compare with") {
  Fixture fixture;
  auto entra = user_profile(test::entra());
  entra.tenant_id = "";
  entra.token_endpoint = "https://a.example/t";
  CHECK(service::sign_in_issuer(entra, fixture.context).issuers.empty());
  auto oidc = user_profile(test::oidc());
  oidc.issuer = "";
  oidc.token_endpoint = "https://a.example/t";
  const auto issuer = service::sign_in_issuer(oidc, fixture.context);
  CHECK(issuer.issuers.empty());
  CHECK_FALSE(issuer.issuer_in_response);
}

TEST_CASE(
    "sign_in_issuer: other issuers must keep the profile's name and their metadata's promise") {
  Fixture fixture;
  fixture.transport.expect(kMetadata, 200,
                           metadata(R"(,"authorization_response_iss_parameter_supported":true)"));
  const auto promised = service::sign_in_issuer(user_profile(test::oidc()), fixture.context);
  CHECK(promised.issuers == Issuers{"https://idp.example"});
  CHECK(promised.issuer_in_response);
  for (const std::string member : {"", R"(,"authorization_response_iss_parameter_supported":false)",
                                   R"(,"authorization_response_iss_parameter_supported":"true")"}) {
    fixture.transport.expect(kMetadata, 200, metadata(member));
    CHECK_FALSE(
        service::sign_in_issuer(user_profile(test::oidc()), fixture.context).issuer_in_response);
  }
}
