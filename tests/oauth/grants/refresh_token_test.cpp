// SPDX-License-Identifier: MIT
#include "oauth/grants/refresh_token.hpp"

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

  Result<TokenSet> refresh(int status, const std::string& body) {
    transport.expect(kUrl, status, body);
    oauth::RefreshToken grant;
    grant.client.client_id = "client-1";
    grant.token_endpoint = kUrl;
    grant.scopes = {"api://x/.default", "offline_access"};
    grant.claims = R"({"a":1})";
    grant.refresh_token = Secret("rt-1");
    return oauth::acquire(grant, transport, clock, clock.in(seconds(60)));
  }
};

}  // namespace

TEST_CASE("refresh token: sends token, scopes and claims, and no more") {
  Fixture fixture;
  REQUIRE(fixture.refresh(200, R"({"token_type":"Bearer","access_token":"at"})"));
  CHECK(fixture.transport.sent().at(0).form == Fields{{"grant_type", "refresh_token"},
                                                      {"client_id", "client-1"},
                                                      {"refresh_token", "rt-1"},
                                                      {"scope", "api://x/.default offline_access"},
                                                      {"claims", R"({"a":1})"}});
}

TEST_CASE("refresh token: a new one replaces the one that was sent") {
  Fixture fixture;
  const auto tokens =
      fixture.refresh(200, R"({"token_type":"Bearer","access_token":"at","refresh_token":"rt-2"})");
  REQUIRE(tokens);
  CHECK(tokens->refresh_token.expose() == "rt-2");
}

TEST_CASE("refresh token: without a new usable one the old one is kept") {
  for (const std::string member : {"", R"(,"refresh_token":"")", R"(,"refresh_token":null)",
                                   R"(,"refresh_token":7)", R"(,"refresh_token":"a\nb")"}) {
    CAPTURE(member);
    Fixture fixture;
    const auto tokens =
        fixture.refresh(200, R"({"token_type":"Bearer","access_token":"at")" + member + "}");
    REQUIRE(tokens);
    CHECK(tokens->refresh_token.expose() == "rt-1");
  }
}

TEST_CASE("refresh token: a refusal has Entra's words") {
  Fixture fixture;
  const auto tokens = fixture.refresh(
      400, R"({"error":"invalid_grant","suberror":"bad_token",)"
           R"("error_description":"AADSTS700082: The refresh token has expired."})");
  REQUIRE_FALSE(tokens);
  CHECK(tokens.error().kind == ErrorKind::server_refused);
  CHECK(tokens.error().error == "invalid_grant");
  CHECK(tokens.error().suberror == "bad_token");
  CHECK(tokens.error().code == "AADSTS700082");
}

TEST_CASE("refresh token: a refusal that a sign-in can lift has its claims") {
  Fixture fixture;
  const auto tokens =
      fixture.refresh(400, R"({"error":"interaction_required","claims":"{\"access_token\":{}}"})");
  REQUIRE_FALSE(tokens);
  CHECK(tokens.error().kind == ErrorKind::interaction_required);
  CHECK(tokens.error().claims == R"({"access_token":{}})");
}
