// SPDX-License-Identifier: MIT
#include "oauth/client_request.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

constexpr const char* kUrl = "https://login.example/t/oauth2/v2.0/token";
constexpr const char* kResponse = R"({"token_type":"Bearer","access_token":"at"})";
const Form kGrant = {{"grant_type", Secret("g")}, {"own", Secret("1")}};

oauth::ClientRequest request_with(oauth::ClientAuthentication authentication) {
  return {.client = {.client_id = "client-1",
                     .authentication = std::move(authentication),
                     .assertion_audience = kUrl},
          .token_endpoint = kUrl,
          .scopes = {"a", "b"},
          .resource = {},
          .extra_parameters = {}};
}

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;

  Result<TokenSet> send(const oauth::ClientRequest& request, Attempts attempts = Attempts::retry) {
    return oauth::request_tokens(request, kGrant, attempts, transport, clock,
                                 clock.in(seconds(60)));
  }
};

}  // namespace

TEST_CASE("request_tokens: the form has the grant first, then the client, then what is requested") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kResponse);
  auto request = request_with(oauth::ClientSecret{.value = Secret("s")});
  request.resource = "https://api.example";
  request.claims = R"({"access_token":{"xms_cc":{"values":["cp1"]}}})";
  request.extra_parameters = {{"tenant", "x"}};
  REQUIRE(fixture.send(request, Attempts::once));
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.form == Fields{{"grant_type", "g"},
                            {"client_id", "client-1"},
                            {"client_secret", "s"},
                            {"own", "1"},
                            {"scope", "a b"},
                            {"resource", "https://api.example"},
                            {"claims", R"({"access_token":{"xms_cc":{"values":["cp1"]}}})"},
                            {"tenant", "x"}});
  CHECK(sent.attempts == Attempts::once);
  CHECK(sent.expected_body == ExpectedBody::json_object);
}

TEST_CASE("request_tokens: what is not requested is not sent") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kResponse);
  auto request = request_with({});
  request.scopes.clear();
  REQUIRE(fixture.send(request));
  CHECK(fixture.transport.sent().at(0).form ==
        Fields{{"grant_type", "g"}, {"client_id", "client-1"}, {"own", "1"}});
}

TEST_CASE("request_tokens: a secret in the header is not sent in the form") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kResponse);
  REQUIRE(fixture.send(request_with(oauth::ClientSecret{
      .value = Secret("s"), .transmission = SecretTransmission::client_secret_basic})));
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.headers.at("Authorization") == "Basic Y2xpZW50LTE6cw==");
  CHECK_FALSE(sent.has_field("client_secret"));
}

TEST_CASE("request_tokens: without a scope in the response the token has the requested one") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kResponse);
  const auto tokens = fixture.send(request_with({}));
  REQUIRE(tokens);
  CHECK(tokens->token.scope == "a b");
}

TEST_CASE("request_tokens: a credential that cannot be read ends the request before it is sent") {
  Fixture fixture;
  const auto tokens = fixture.send(request_with(oauth::FederatedAssertion{
      [] { return Result<Secret>(fail(ErrorKind::secret_unavailable, "no file")); }}));
  REQUIRE_FALSE(tokens);
  CHECK(tokens.error().kind == ErrorKind::secret_unavailable);
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE("request_tokens: the hint about the credential follows the hint for the error") {
  Fixture fixture;
  fixture.transport.expect(
      kUrl, 401, R"({"error":"invalid_client","error_description":"AADSTS700213: No match."})");
  const auto tokens = fixture.send(
      request_with(oauth::FederatedAssertion{[] { return Result<Secret>(Secret("not a jwt")); }}));
  REQUIRE_FALSE(tokens);
  REQUIRE(tokens.error().hints.size() == 2);
  CHECK_THAT(tokens.error().hints[0], !Contains("cannot be read"));
  CHECK_THAT(tokens.error().hints[1], Contains("cannot be read"));
}

TEST_CASE("request_tokens: a refusal for other reasons has no hint about the credential") {
  for (const std::string error : {"invalid_grant", "invalid_scope", "authorization_pending"}) {
    CAPTURE(error);
    Fixture fixture;
    fixture.transport.expect(kUrl, 400, R"({"error":")" + error + R"("})");
    const auto tokens = fixture.send(request_with(
        oauth::FederatedAssertion{[] { return Result<Secret>(Secret("not a jwt")); }}));
    REQUIRE_FALSE(tokens);
    CHECK(tokens.error().hints.empty());
  }
}
