// SPDX-License-Identifier: MIT
#include "oauth/grants/authorization_code.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

constexpr const char* kUrl = "https://login.example/t/oauth2/v2.0/token";

oauth::AuthorizationCode code_grant() {
  oauth::AuthorizationCode grant;
  grant.client.client_id = "client-1";
  grant.token_endpoint = kUrl;
  grant.scopes = {"api://x/.default", "openid"};
  grant.code = Secret("c0de");
  grant.redirect_uri = "http://localhost:8400";
  grant.code_verifier = Secret("v");
  return grant;
}

}  // namespace

TEST_CASE("authorization code: is redeemed with verifier and redirect URI, in one attempt") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, 200,
                   R"({"token_type":"Bearer","access_token":"at","expires_in":3599,)"
                   R"("refresh_token":"rt","id_token":"a.b.c","scope":"api://x/a"})");
  const auto tokens = oauth::acquire(code_grant(), transport, clock, clock.in(seconds(60)));
  REQUIRE(tokens);
  CHECK(tokens->token.access_token.expose() == "at");
  CHECK(tokens->token.scope == "api://x/a");
  CHECK(tokens->refresh_token.expose() == "rt");
  CHECK(tokens->id_token.expose() == "a.b.c");
  const auto& sent = transport.sent().at(0);
  CHECK(sent.method == HttpMethod::post);
  CHECK(sent.attempts == Attempts::once);
  CHECK(sent.form == Fields{{"grant_type", "authorization_code"},
                            {"client_id", "client-1"},
                            {"code", "c0de"},
                            {"redirect_uri", "http://localhost:8400"},
                            {"code_verifier", "v"},
                            {"scope", "api://x/.default openid"}});
}

TEST_CASE("authorization code: a confidential client redeems it with its credential") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, 200, R"({"token_type":"Bearer","access_token":"at"})");
  auto grant = code_grant();
  grant.client.authentication = oauth::ClientSecret{.value = Secret("s")};
  REQUIRE(oauth::acquire(grant, transport, clock, clock.in(seconds(60))));
  CHECK(transport.sent().at(0).field("client_secret") == "s");
  CHECK(transport.sent().at(0).field("code_verifier") == "v");
}

TEST_CASE("authorization code: one that was used before is a refusal with a reason") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(
      kUrl, 400,
      R"({"error":"invalid_grant","error_description":"AADSTS54005: The code was redeemed."})");
  const auto tokens = oauth::acquire(code_grant(), transport, clock, clock.in(seconds(60)));
  REQUIRE_FALSE(tokens);
  CHECK(tokens.error().kind == ErrorKind::server_refused);
  CHECK(tokens.error().code == "AADSTS54005");
  CHECK(transport.sent().size() == 1);
}
