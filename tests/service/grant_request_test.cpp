// SPDX-License-Identifier: MIT
#include "service/grant_request.hpp"

#include "service/example_profiles.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/self_signed.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

struct Made {
  Result<oauth::Grant> grant;
  std::vector<std::string> warnings;
};

Made make(const Profile& profile, Transport& transport, const Secret* incoming_token = nullptr) {
  static const os::Environment environment(std::vector<std::string>{
      "SECRET=s", "NAIS_TOKEN_ENDPOINT=http://texas:3000/api/v1/token",
      "NAIS_TOKEN_EXCHANGE_ENDPOINT=http://texas:3000/api/v1/token/exchange"});
  static const test::FakeClock clock;
  static const secrets::SecretSource secrets(environment, clock.in(seconds(60)));
  const service::GrantContext context{environment,           secrets, transport, clock,
                                      clock.in(seconds(60)), nullptr, true,      incoming_token};
  Made made{fail(ErrorKind::unexpected, ""), {}};
  made.grant = service::make_grant(profile, context, made.warnings);
  return made;
}

/// The grant of a managed identity, or why there is none.
Result<oauth::ManagedIdentity> make_identity(const Profile& profile,
                                             const std::vector<std::string>& variables = {}) {
  const os::Environment environment(variables);
  test::FakeTransport transport;
  const test::FakeClock clock;
  const secrets::SecretSource secrets(environment, clock.in(seconds(60)));
  const service::GrantContext context{environment, secrets, transport, clock,
                                      clock.in(seconds(60))};
  std::vector<std::string> warnings;
  return service::make_grant(profile, context, warnings).map([](oauth::Grant grant) {
    return std::get<oauth::ManagedIdentity>(std::move(grant));
  });
}

const oauth::ClientCredentials& credentials(const Made& made) {
  REQUIRE(made.grant);
  return std::get<oauth::ClientCredentials>(*made.grant);
}

}  // namespace

TEST_CASE(
    "make_grant: Entra's endpoint comes from authority and tenant, and is the assertion's "
    "audience") {
  test::FakeTransport transport;
  const auto made = make(entra(), transport);
  const std::string url =
      "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token";
  CHECK(credentials(made).token_endpoint == url);
  CHECK(credentials(made).client.assertion_audience == url);
  CHECK(credentials(made).resource.empty());
}

TEST_CASE("make_grant: the profile's token_endpoint takes precedence") {
  test::FakeTransport transport;
  auto profile = entra();
  profile.token_endpoint = "https://other.example/token";
  CHECK(credentials(make(profile, transport)).token_endpoint == "https://other.example/token");
}

TEST_CASE("make_grant: an issuer's metadata names the endpoint, the issuer is the audience") {
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

TEST_CASE("make_grant: a known endpoint needs no metadata") {
  test::FakeTransport transport;
  auto profile = oidc();
  profile.token_endpoint = "https://idp.example/t";
  CHECK(credentials(make(profile, transport)).token_endpoint == "https://idp.example/t");
}

TEST_CASE(
    "make_grant: a Maskinporten grant has the issuer, with its slash, as audience, and all "
    "claims") {
  test::TempDir dir;
  test::FakeTransport transport;
  Profile profile;
  profile.name = "m";
  profile.provider = Provider::maskinporten;
  profile.flow = Flow::maskinporten;
  profile.auth_method = AuthMethod::jwk;
  profile.client_id = "client";
  profile.environment = MaskinportenEnvironment::test;
  profile.token_endpoint = "https://proxy.example/token";
  profile.scopes = {"a:b"};
  profile.resource = "https://api.example";
  profile.resource_as_array = true;
  profile.consumer_org = "987654321";
  profile.authorization_details = "[{}]";
  profile.key_id = "kid";
  const auto pem = test::private_key_pem(crypto::PrivateKey::generate_rsa(2048));
  profile.private_key = FileSecret{dir.write("key.pem", pem).string()};
  const auto made = make(profile, transport);
  REQUIRE(made.grant);
  const auto& grant = std::get<oauth::Maskinporten>(*made.grant);
  CHECK(grant.issuer == "https://test.maskinporten.no/");
  CHECK(grant.token_endpoint == "https://proxy.example/token");
  CHECK(grant.client_id == "client");
  CHECK(grant.scopes == std::vector<std::string>{"a:b"});
  CHECK(grant.resource == "https://api.example");
  CHECK(grant.resource_as_array);
  CHECK(grant.consumer_org == "987654321");
  CHECK(grant.authorization_details == "[{}]");
  CHECK(std::get<oauth::JwkKey>(grant.key).kid == "kid");
}

TEST_CASE("make_grant: a sidecar grant has what the sidecar needs") {
  test::FakeTransport transport;
  Profile profile;
  profile.name = "t";
  profile.provider = Provider::texas;
  profile.flow = Flow::client_credentials;
  profile.identity_provider = "maskinporten";
  profile.scopes = {"a:b", "c:d"};
  profile.resource = "https://api.example";
  profile.request_format = BodyFormat::json;
  const auto token = make(profile, transport);
  REQUIRE(token.grant);
  const auto& sidecar = std::get<oauth::Sidecar>(*token.grant);
  CHECK(sidecar.endpoint == "http://texas:3000/api/v1/token");
  CHECK(sidecar.identity_provider == "maskinporten");
  CHECK(sidecar.target == "a:b c:d");
  CHECK(sidecar.resource == "https://api.example");
  CHECK(sidecar.skip_cache);
  CHECK(sidecar.body_format == BodyFormat::json);
  CHECK_FALSE(sidecar.incoming_token);

  profile.identity_provider = "entra_id";
  profile.flow = Flow::on_behalf_of;
  profile.scopes = {};
  const Secret user("user");
  const auto exchange = make(profile, transport, &user);
  REQUIRE(exchange.grant);
  const auto& exchanging = std::get<oauth::Sidecar>(*exchange.grant);
  CHECK(exchanging.endpoint == "http://texas:3000/api/v1/token/exchange");
  CHECK(exchanging.target == "https://api.example/.default");
  CHECK(exchanging.resource.empty());
  CHECK(exchanging.incoming_token->expose() == "user");
}

TEST_CASE("make_grant: a managed identity asks for the API, not for its scope") {
  test::FakeTransport transport;
  const auto made = make(managed_identity(), transport);
  REQUIRE(made.grant);
  CHECK(std::get<oauth::ManagedIdentity>(*made.grant).resource == "https://vault.azure.net");
}

TEST_CASE("make_grant: a managed identity is named in one of three ways") {
  CHECK(make_identity(managed_identity())->identity.kind ==
        oauth::IdentityChoice::Kind::system_assigned);
  auto by_client = managed_identity();
  by_client.client_id = "c";
  CHECK(make_identity(by_client)->identity.kind == oauth::IdentityChoice::Kind::client_id);
  auto by_object = managed_identity();
  by_object.identity_object_id = "o";
  CHECK(make_identity(by_object)->identity.kind == oauth::IdentityChoice::Kind::object_id);
  auto by_resource = managed_identity();
  by_resource.identity_resource_id = "/subscriptions/s";
  CHECK(make_identity(by_resource)->identity.kind == oauth::IdentityChoice::Kind::resource_id);
  CHECK(make_identity(by_resource)->identity.value == "/subscriptions/s");
  by_resource.client_id = "c";
  CHECK_FALSE(make_identity(by_resource));
}

TEST_CASE("make_grant: on a host with a single identity none can be named") {
  auto named = managed_identity();
  named.client_id = "c";
  const auto cloud_shell =
      make_identity(named, {"MSI_ENDPOINT=http://localhost:50342/oauth2/token"});
  REQUIRE_FALSE(cloud_shell);
  CHECK_THAT(cloud_shell.error().message, Contains("Cloud Shell"));
  const auto arc =
      make_identity(named, {"IDENTITY_ENDPOINT=http://localhost:40342/x", "IMDS_ENDPOINT=x"});
  REQUIRE_FALSE(arc);
  CHECK_THAT(arc.error().message, Contains("Azure Arc"));
}

TEST_CASE("make_grant: a managed identity asks for exactly one API") {
  auto by_resource = managed_identity();
  by_resource.scopes = {};
  by_resource.resource = "https://management.core.windows.net/";
  CHECK(make_identity(by_resource)->resource == "https://management.core.windows.net/");
  for (const auto& scopes : std::vector<std::vector<std::string>>{
           {"https://a.example/.default", "https://b.example/.default"},
           {"https://a.example/read"},
           {"/.default"}}) {
    auto wrong = managed_identity();
    wrong.scopes = scopes;
    const auto made = make_identity(wrong);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == ErrorKind::invalid_configuration);
  }
}

TEST_CASE("make_grant: on App Service a managed identity sends the IDENTITY_HEADER") {
  const auto made = make_identity(
      managed_identity(), {"IDENTITY_ENDPOINT=http://127.0.0.1:1/msi/token", "IDENTITY_HEADER=h"});
  REQUIRE(made);
  CHECK(made->identity_header.expose() == "h");
  CHECK(make_identity(managed_identity())->identity_header.expose().empty());
}
