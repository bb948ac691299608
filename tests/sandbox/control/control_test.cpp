// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("journal: lists every request with its headers, form and response") {
  const auto& sandbox = fresh_sandbox();
  REQUIRE(post_token(sandbox, good_request(), {{"X-Trace", "one"}}).status == 200);
  REQUIRE(post_token(sandbox, with(good_request(), "client_secret", "wrong")).status == 401);
  REQUIRE(send(sandbox, "GET", "/api/x?a=b%20c").status == 401);
  const auto requests = sandbox.requests();
  REQUIRE(requests.size() == 3);
  const auto& token = requests.at(0);
  CHECK(token.at("method") == "POST");
  CHECK(token.at("path") == "/contoso.onmicrosoft.com/oauth2/v2.0/token");
  CHECK(token.at("query") == "");
  CHECK(token.at("headers").at("x-trace") == "one");
  CHECK(token.at("headers").at("content-type") == "application/x-www-form-urlencoded");
  CHECK(token.at("body") == encode_form(good_request()));
  CHECK(token.at("form").at(2) == Json::array({"client_secret", "p+ss &w%rd=~1"}));
  CHECK(token.at("status") == 200);
  CHECK(token.at("code").is_null());
  CHECK(requests.at(1).at("status") == 401);
  CHECK(requests.at(1).at("code") == "AADSTS7000215");
  CHECK(requests.at(2).at("query") == "a=b%20c");
  CHECK(requests.at(2).at("form").is_null());
}

TEST_CASE("counters: count requests for each endpoint until they are reset") {
  const auto& sandbox = fresh_sandbox();
  (void)post_token(sandbox, good_request());
  (void)post_token(sandbox, {});
  (void)send(sandbox, "GET", "/common/discovery/v2.0/keys");
  (void)send(sandbox, "GET", "/elsewhere");
  const auto counters = sandbox.counters();
  CHECK(counters.at("token") == 2);
  CHECK(counters.at("metadata") == 0);
  CHECK(counters.at("jwks") == 1);
  CHECK(counters.at("api") == 0);
  CHECK(sandbox.requests().size() == 4);
  sandbox.reset();
  CHECK(sandbox.counters().at("token") == 0);
  CHECK(sandbox.requests().empty());
}

TEST_CASE("faults: replace the next responses, then responses are normal again") {
  const auto& sandbox = fresh_sandbox();
  sandbox.fault({{"endpoint", "token"},
                 {"times", 2},
                 {"status", 503},
                 {"retry_after", "1"},
                 {"body", "<html>busy</html>"},
                 {"content_type", "text/html"}});
  sandbox.fault(
      {{"endpoint", "token"}, {"status", 302}, {"headers", {{"Location", "http://127.0.0.1:1/"}}}});
  CHECK(send(sandbox, "GET", "/common/discovery/v2.0/keys").status == 200);
  for (int i = 0; i < 2; ++i) {
    const auto response = post_token(sandbox, good_request());
    CHECK(response.status == 503);
    CHECK(response.text == "<html>busy</html>");
    CHECK(response.headers.at("content-type") == "text/html");
    CHECK(response.headers.at("retry-after") == "1");
  }
  const auto redirect = post_token(sandbox, good_request());
  CHECK(redirect.status == 302);
  CHECK(redirect.headers.at("location") == "http://127.0.0.1:1/");
  CHECK(post_token(sandbox, good_request()).status == 200);
  CHECK(sandbox.requests().at(1).at("status") == 503);
}

TEST_CASE("faults: with times 0, last until they are removed") {
  const auto& sandbox = fresh_sandbox();
  sandbox.fault({{"endpoint", "metadata"}, {"times", 0}, {"status", 500}});
  const std::string path = "/common/v2.0/.well-known/openid-configuration";
  for (int i = 0; i < 4; ++i) CHECK(send(sandbox, "GET", path).status == 500);
  sandbox.clear_faults();
  CHECK(send(sandbox, "GET", path).status == 200);
}

TEST_CASE("faults: a delay precedes the normal response") {
  const auto& sandbox = fresh_sandbox();
  sandbox.fault({{"endpoint", "token"}, {"delay_ms", 300}});
  const auto start = std::chrono::steady_clock::now();
  CHECK(post_token(sandbox, good_request()).status == 200);
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(300));
}

TEST_CASE("faults: close the connection before the response or within its body") {
  const auto& sandbox = fresh_sandbox();
  sandbox.fault({{"endpoint", "token"}, {"close", true}});
  CHECK(post_token(sandbox, good_request()).status == 0);
  CHECK(sandbox.requests().at(0).at("status").is_null());
  for (const int bytes : {0, 20}) {
    sandbox.fault({{"endpoint", "token"}, {"after_bytes", bytes}});
    CHECK(post_token(sandbox, good_request()).status == 0);
  }
  CHECK(post_token(sandbox, good_request()).status == 200);
}

TEST_CASE("settings: change the next token responses") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"token_lifetime", 120},
                    {"refresh_in", 60},
                    {"response_overrides",
                     {{"expires_in", "3599"}, {"ext_expires_in", nullptr}, {"foci", "1"}}}});
  const auto response = post_token(sandbox, good_request());
  CHECK(response.body.at("expires_in") == "3599");
  CHECK(response.body.at("refresh_in") == 60);
  CHECK(response.body.at("foci") == "1");
  CHECK_FALSE(response.body.contains("ext_expires_in"));

  sandbox.settings({{"response_overrides", nullptr}});
  CHECK(post_token(sandbox, good_request()).body.at("expires_in") == 120);

  sandbox.settings({{"raw_response", "{\"access_token\": 7"}});
  CHECK(post_token(sandbox, good_request()).text == "{\"access_token\": 7");
  // Only successes are replaced.
  CHECK(post_token(sandbox, with(good_request(), "client_secret", "x")).code() == 7000215);
  sandbox.reset();
  CHECK(post_token(sandbox, good_request()).body.at("expires_in") == 3600);
}

TEST_CASE("settings: response_overrides can put escape sequences into a token") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"response_overrides", {{"access_token", "bad\x1btoken"}}}});
  CHECK(post_token(sandbox, good_request()).body.at("access_token") == "bad\x1btoken");
}

TEST_CASE("control: an invalid request is refused with its reason and changes nothing") {
  const auto& sandbox = fresh_sandbox();
  const auto post = [&](const std::string& path, const std::string& body) {
    return send(sandbox, "POST", path, {{"Content-Type", "application/json"}}, body);
  };
  for (const auto* body :
       {"", "[]", "{", R"({"status":500})", R"({"endpoint":"nothing"})",
        R"({"endpoint":"token","status":42})", R"({"endpoint":"token","times":-1})",
        R"({"endpoint":"token","headers":{"a":1}})"}) {
    CHECK(post("/sandbox/faults", body).status == 400);
  }
  for (const auto* body :
       {R"({})", R"({"client_id":"x","secrets":[1]})", R"({"client_id":"x","certificates":["y"]})",
        R"({"client_id":"x","jwks":[{}]})", R"({"client_id":"x","federated":[{"issuer":"i"}]})"}) {
    const auto response = post("/sandbox/clients", body);
    CHECK(response.status == 400);
    CHECK_FALSE(response.error().empty());
  }
  CHECK(send(sandbox, "PUT", "/sandbox/settings", {}, R"({"token_lifetime":-1})").status == 400);
  CHECK(send(sandbox, "GET", "/sandbox/nothing").status == 404);
  CHECK(post_token(sandbox, good_request()).status == 200);
  // Control requests are not journaled.
  CHECK(sandbox.requests().size() == 1);
}
