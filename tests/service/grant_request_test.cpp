// SPDX-License-Identifier: MIT
#include "service/grant_request.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;

namespace {

Profile entra() {
  Profile profile;
  profile.name = "p";
  profile.tenant_id = "contoso.onmicrosoft.com";
  profile.client_id = "client";
  profile.scopes = {"api://x/.default"};
  profile.flow = Flow::client_credentials;
  profile.auth_method = AuthMethod::client_secret;
  profile.client_secret = EnvironmentSecret{"SECRET"};
  return profile;
}

Profile oidc() {
  Profile profile = entra();
  profile.provider = Provider::oidc;
  profile.tenant_id = "";
  profile.issuer = "https://idp.example";
  return profile;
}

struct Made {
  Result<oauth::Grant> grant;
  std::vector<std::string> warnings;
};

Made make(const Profile& profile, Transport& transport) {
  static const os::Environment environment(std::vector<std::string>{"SECRET=s"});
  test::FakeClock clock;
  static const secrets::SecretSource secrets(environment, clock.in(seconds(60)));
  Made made{fail(ErrorKind::unexpected, ""), {}};
  made.grant = service::make_grant(
      profile, {environment, secrets, transport, clock.in(seconds(60))}, clock, made.warnings);
  return made;
}

const oauth::ClientCredentials& credentials(const Made& made) {
  REQUIRE(made.grant);
  return std::get<oauth::ClientCredentials>(*made.grant);
}

}  // namespace

TEST_CASE("Entra's endpoint is made of authority and tenant, and is the assertion's audience") {
  test::FakeTransport transport;
  const auto made = make(entra(), transport);
  const std::string url =
      "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token";
  CHECK(credentials(made).token_endpoint == url);
  CHECK(credentials(made).client.assertion_audience == url);
  CHECK(credentials(made).resource.empty());
}

TEST_CASE("a token_endpoint in the profile wins") {
  test::FakeTransport transport;
  auto profile = entra();
  profile.token_endpoint = "https://other.example/token";
  CHECK(credentials(make(profile, transport)).token_endpoint == "https://other.example/token");
}

TEST_CASE("an issuer's metadata names the endpoint, the issuer is the audience") {
  test::FakeTransport transport;
  transport.expect("https://idp.example/.well-known/openid-configuration", 200,
                   R"({"issuer":"https://idp.example","token_endpoint":"https://idp.example/t"})");
  auto profile = oidc();
  profile.resource = "https://api.example";
  const auto made = make(profile, transport);
  CHECK(credentials(made).token_endpoint == "https://idp.example/t");
  CHECK(credentials(made).client.assertion_audience == "https://idp.example");
  CHECK(credentials(made).resource == "https://api.example");
  CHECK(credentials(made).scopes == std::vector<std::string>{"api://x/.default"});
}

TEST_CASE("a known endpoint needs no metadata") {
  test::FakeTransport transport;
  auto profile = oidc();
  profile.token_endpoint = "https://idp.example/t";
  CHECK(credentials(make(profile, transport)).token_endpoint == "https://idp.example/t");
}

TEST_CASE("for Entra a resource becomes a scope, and some scope there must be") {
  auto profile = entra();
  profile.scopes = {};
  const auto none = service::requested_scopes(profile);
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::invalid_configuration);
  CHECK(none.error().hints.at(0).find("--scope") != std::string::npos);
  profile.resource = "https://management.core.windows.net/";
  CHECK(service::requested_scopes(profile).value() ==
        std::vector<std::string>{"https://management.core.windows.net//.default"});
}

TEST_CASE("other issuers may be asked for no scope at all") {
  auto profile = oidc();
  profile.scopes = {};
  CHECK(service::requested_scopes(profile).value().empty());
}

TEST_CASE("what this version cannot do is said before anything is read") {
  test::FakeTransport transport;
  auto flow = entra();
  flow.flow = Flow::device_code;
  auto provider = entra();
  provider.provider = Provider::texas;
  auto ci = entra();
  ci.auth_method = AuthMethod::federated;
  ci.federated = GitHubAssertion{};
  for (const auto& profile : {flow, provider, ci}) {
    const auto key = service::cache_key_of(profile);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == ErrorKind::invalid_configuration);
    CHECK_FALSE(make(profile, transport).grant);
  }
}

TEST_CASE("the cache key knows aliases, and holds no secret") {
  auto profile = entra();
  profile.client_secret = LiteralSecret{Secret("canary")};
  const auto key = service::cache_key_of(profile);
  REQUIRE(key);
  CHECK(key->to_json().dump().find("canary") == std::string::npos);
  profile.authority = "https://login.windows.net";
  CHECK(service::cache_key_of(profile)->endpoint == key->endpoint);
  profile.authority = "https://login.microsoftonline.us";
  CHECK(service::cache_key_of(profile)->endpoint != key->endpoint);
}
