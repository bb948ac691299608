// SPDX-License-Identifier: MIT
#include "oauth/token_endpoint.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;

namespace {

constexpr const char* kUrl = "https://login.example/t/oauth2/v2.0/token";

Result<Token> response(int status, const std::string& body) {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, status, body);
  oauth::TokenRequest request;
  request.http.url = kUrl;
  request.http.make_form = [] { return Result<Form>(Form{}); };
  request.requested_scope = "api://x/.default";
  request.http.deadline = clock.in(seconds(60));
  return oauth::post_token_request(transport, clock, request).map([](const TokenSet& tokens) {
    return tokens.token;
  });
}

std::string with(const std::string& members) {
  return R"({"token_type":"Bearer","access_token":"abc",)" + members + "}";
}

}  // namespace

TEST_CASE("post_token_request: reads a token response") {
  const auto token =
      response(200, with(R"("expires_in":3599,"refresh_in":1800,"ext_expires_in":3599)"));
  REQUIRE(token);
  CHECK(token->access_token.expose() == "abc");
  CHECK(token->expires_at - token->acquired_at == seconds(3599));
  REQUIRE(token->refresh_at);
  CHECK(*token->refresh_at - token->acquired_at == seconds(1800));
  CHECK(token->scope == "api://x/.default");
}

TEST_CASE("post_token_request: the granted scope replaces the requested one") {
  const auto token = response(200, with(R"("expires_in":60,"scope":"a b")"));
  REQUIRE(token);
  CHECK(token->scope == "a b");
}

TEST_CASE("post_token_request: expires_in is a sane number or digits in quotes") {
  CHECK(response(200, with(R"("expires_in":"3599")")).value().expires_at -
            test::FakeClock().now() ==
        seconds(3599));
  CHECK(response(200, with(R"("expires_in":0)")));
  CHECK(response(200, with(R"("scope":"x")")).value().expires_at == test::FakeClock().now());
  for (const char* bad : {"-1", "3599.9", "true", "\"1h\"", "99999999999999999999", "1e3", "[]",
                          "\"-5\"", "\"\"", "9223372036854775808"}) {
    CAPTURE(bad);
    const auto token = response(200, with(std::string("\"expires_in\":") + bad));
    REQUIRE_FALSE(token);
    CHECK(token.error().kind == ErrorKind::network);
  }
}

TEST_CASE("post_token_request: an unusable refresh_in is ignored") {
  for (const char* bad : {"-1", "true", "99999", "\"x\"", "0"}) {
    CAPTURE(bad);
    const auto token = response(200, with(R"("expires_in":3600,"refresh_in":)" + std::string(bad)));
    REQUIRE(token);
    CHECK_FALSE(token->refresh_at);
  }
}

TEST_CASE("post_token_request: an unusable response has kind network and is not quoted") {
  const std::vector<std::pair<int, std::string>> answers = {
      {200, R"({"token_type":"Bearer","expires_in":1})"},
      {200, R"({"token_type":"Bearer","access_token":"","expires_in":1})"},
      {200, R"({"token_type":"Bearer","access_token":7,"expires_in":1})"},
      {200, R"({"token_type":"Bearer","access_token":["canary"],"expires_in":1})"},
      {200, R"({"token_type":"Bearer","access_token":"canary canary","expires_in":1})"},
      {200, "{\"token_type\":\"Bearer\",\"access_token\":\"canary\\u001b[2J\",\"expires_in\":1}"},
      {200, "{\"token_type\":\"Bearer\",\"access_token\":\"canary\\r\\n\",\"expires_in\":1}"},
      {200, "{\"token_type\":\"Bearer\",\"access_token\":\"canary\\u0000\",\"expires_in\":1}"},
      {200, R"({"token_type":"Bearer","access_token":"canary\u00e9","expires_in":1})"},
      {200, R"({"token_type":"Bearer","access_token":")" + std::string(65537, 'a') + R"("})"},
      {200, R"({"token_type":"DPoP","access_token":"canary","expires_in":1})"},
      {200, R"({"token_type":"mac","access_token":"canary","expires_in":1})"},
      {200, R"({"access_token":"canary","expires_in":1})"},
      {200, R"({"token_type":"Bearer","access_token":"a","access_token":"canary","expires_in":1})"},
      {200, "<html>canary</html>"},
      {200, ""},
      {200, "null"},
      {200, "[]"},
      {200, R"("canary")"},
      {200, R"({"a":1}{"a":1})"},
      {201, R"({"token_type":"Bearer","access_token":"canary","expires_in":1})"},
      {404, R"({"message":"canary"})"},
      {307, R"({"token_type":"Bearer","access_token":"canary","expires_in":1})"},
  };
  for (const auto& [status, body] : answers) {
    CAPTURE(status, body);
    const auto token = response(status, body);
    REQUIRE_FALSE(token);
    CHECK(token.error().kind == ErrorKind::network);
    CHECK(token.error().message.find("canary") == std::string::npos);
    CHECK(token.error().message.find("https://login.example") != std::string::npos);
  }
}

TEST_CASE("post_token_request: an error takes precedence over a token in the same response") {
  const auto token = response(200, with(R"("expires_in":3600,"error":"invalid_grant")"));
  REQUIRE_FALSE(token);
  CHECK(token.error().error == "invalid_grant");
}

TEST_CASE("post_token_request: token_type Bearer is recognised in any case") {
  CHECK(response(200, R"({"token_type":"bearer","access_token":"a","expires_in":1})"));
}
