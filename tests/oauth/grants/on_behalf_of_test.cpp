// SPDX-License-Identifier: MIT
#include "oauth/grants/on_behalf_of.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

constexpr const char* kUrl = "https://login.example/t/oauth2/v2.0/token";

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;

  Result<Token> exchange(int status, const std::string& body) {
    transport.expect(kUrl, status, body);
    oauth::OnBehalfOf grant;
    grant.client = {.client_id = "client-1",
                    .authentication = oauth::ClientSecret{.value = Secret("s")},
                    .assertion_audience = kUrl};
    grant.token_endpoint = kUrl;
    grant.scopes = {"api://y/.default"};
    grant.assertion = Secret("user.access.token");
    return oauth::acquire(grant, transport, clock, clock.in(seconds(60)));
  }
};

}  // namespace

TEST_CASE("on-behalf-of: sends the incoming token with the client's own credential") {
  Fixture fixture;
  const auto token = fixture.exchange(
      200, R"({"token_type":"Bearer","access_token":"at","expires_in":10,"refresh_token":"rt"})");
  REQUIRE(token);
  CHECK(token->access_token.expose() == "at");
  CHECK(token->expires_at == fixture.clock.now() + seconds(10));
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.form == Fields{{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                            {"client_id", "client-1"},
                            {"client_secret", "s"},
                            {"assertion", "user.access.token"},
                            {"requested_token_use", "on_behalf_of"},
                            {"scope", "api://y/.default"}});
  CHECK(sent.attempts == Attempts::retry);
}

TEST_CASE("on-behalf-of: a refusal has the claims that the caller's client must sign in with") {
  Fixture fixture;
  const auto token = fixture.exchange(
      400, R"({"error":"interaction_required","error_description":"AADSTS50076: Use MFA.",)"
           R"("suberror":"basic_action","claims":"{\"access_token\":{\"capolids\":{}}}"})");
  REQUIRE_FALSE(token);
  CHECK(token.error().kind == ErrorKind::interaction_required);
  CHECK(token.error().code == "AADSTS50076");
  CHECK(token.error().claims == R"({"access_token":{"capolids":{}}})");
  CHECK(fixture.transport.sent().size() == 1);
}
