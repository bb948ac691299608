// SPDX-License-Identifier: MIT
#include "oauth/grants/client_credentials.hpp"

#include "oauth/tokens/jwt.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;

namespace {

constexpr const char* kUrl = "https://login.example/t/oauth2/v2.0/token";
constexpr const char* kToken = R"({"token_type":"Bearer","expires_in":3599,"access_token":"at"})";
constexpr const char* kRefused =
    R"({"error":"invalid_client","error_description":"AADSTS700213: No match.","error_codes":[700213]})";

oauth::ClientCredentials grant_with(oauth::ClientAuthentication authentication) {
  return {{.client = {.client_id = "client-1",
                      .authentication = std::move(authentication),
                      .assertion_audience = kUrl},
           .token_endpoint = kUrl,
           .scopes = {"api://x/.default"},
           .resource = {},
           .extra_parameters = {}}};
}

}  // namespace

TEST_CASE("client credentials: the request has the documented parameters and no others") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, 200, kToken);
  const auto grant = grant_with(oauth::ClientSecret{.value = Secret("s")});
  REQUIRE(oauth::acquire(grant, transport, clock, clock.in(seconds(60))));
  const auto& sent = transport.sent().at(0);
  CHECK(sent.method == HttpMethod::post);
  CHECK(sent.form ==
        std::vector<std::pair<std::string, std::string>>{{"grant_type", "client_credentials"},
                                                         {"client_id", "client-1"},
                                                         {"client_secret", "s"},
                                                         {"scope", "api://x/.default"}});
  CHECK(sent.headers.empty());
  CHECK(sent.expected_body == ExpectedBody::json_object);
  CHECK(sent.attempts == Attempts::retry);
}

TEST_CASE("client credentials: resource and extra parameters of the profile are sent") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, 200, kToken);
  auto grant = grant_with(oauth::ClientSecret{.value = Secret("s")});
  grant.scopes = {};
  grant.resource = "https://api.example";
  grant.extra_parameters = {{"audience", "other"}};
  REQUIRE(oauth::acquire(grant, transport, clock, clock.in(seconds(60))));
  const auto& sent = transport.sent().at(0);
  CHECK_FALSE(sent.has_field("scope"));
  CHECK(sent.field("resource") == "https://api.example");
  CHECK(sent.field("audience") == "other");
}

TEST_CASE(
    "client credentials: a refused federated assertion is shown by issuer, subject and audience") {
  test::FakeTransport transport;
  test::FakeClock clock;
  const auto key = crypto::PrivateKey::generate_rsa(2048);
  const auto assertion = oauth::make_jwt({{"alg", "RS256"}},
                                         {{"iss", "https://idp.example"},
                                          {"sub", "repo:o/r\x1b[2J"},
                                          {"aud", "api://AzureADTokenExchange"}},
                                         key, crypto::Algorithm::rs256);
  REQUIRE(assertion);
  transport.expect(kUrl, 401, kRefused);
  int fetched = 0;
  const auto grant = grant_with(oauth::FederatedAssertion{[&] {
    ++fetched;
    return Result<Secret>(*assertion);
  }});
  const auto token = oauth::acquire(grant, transport, clock, clock.in(seconds(60)));
  REQUIRE_FALSE(token);
  CHECK(fetched == 1);  // the one that was sent is explained
  CHECK(token.error().hints.back() ==
        "the federated assertion has issuer https://idp.example, subject repo:o/r\\x1b[2J, "
        "audience api://AzureADTokenExchange");
}

TEST_CASE("client credentials: a refused assertion that is not a JWT is named as such") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, 401, kRefused);
  const auto grant =
      grant_with(oauth::FederatedAssertion{[] { return Result<Secret>(Secret("not a jwt")); }});
  const auto token = oauth::acquire(grant, transport, clock, clock.in(seconds(60)));
  REQUIRE_FALSE(token);
  CHECK(token.error().hints.back().find("cannot be read") != std::string::npos);
}

TEST_CASE("client credentials: a refused certificate is named by its thumbprint") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, 401, kRefused);
  const oauth::CertificateKey key{.certificate = {.key = crypto::PrivateKey::generate_rsa(2048),
                                                  .chain = {"der"},
                                                  .subject = "CN=me"}};
  const auto token = oauth::acquire(grant_with(key), transport, clock, clock.in(seconds(60)));
  REQUIRE_FALSE(token);
  CHECK(token.error().hints.back().find(key.certificate.thumbprint()) != std::string::npos);
}
