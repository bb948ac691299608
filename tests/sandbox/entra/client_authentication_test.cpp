// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Fields basic(const std::string& id, const std::string& secret) {
  return {{"Authorization", "Basic " + base64_encode(id + ":" + secret)}};
}

}  // namespace

TEST_CASE("the client must be known") {
  const auto& sandbox = fresh_sandbox();
  const auto unknown = post_token(
      sandbox, with(good_request(), "client_id", "11111111-0000-0000-0000-000000000001"));
  CHECK(unknown.code() == 700016);
  CHECK(unknown.error() == "unauthorized_client");
  CHECK(unknown.text.find("'11111111-0000-0000-0000-000000000001'") != std::string::npos);
  const auto missing = post_token(sandbox, with(good_request(), "client_id", ""));
  CHECK(missing.code() == 900144);
  CHECK(missing.text.find("'client_id'") != std::string::npos);
}

TEST_CASE("the client secret must be right") {
  const auto& sandbox = fresh_sandbox();
  const auto wrong = post_token(sandbox, with(good_request(), "client_secret", "p ss &w%rd=~1"));
  CHECK(wrong.code() == 7000215);
  CHECK(wrong.error() == "invalid_client");
  const auto none = post_token(sandbox, with(good_request(), "client_secret", ""));
  CHECK(none.code() == 7000218);
  CHECK(none.error() == "invalid_client");
}

TEST_CASE("a secret that was not form-encoded is another secret") {
  const auto answer =
      send(fresh_sandbox(), "POST", "/contoso.onmicrosoft.com/oauth2/v2.0/token",
           {{"Content-Type", "application/x-www-form-urlencoded"}},
           "grant_type=client_credentials&client_id=00000000-0000-0000-0000-000000000001"
           "&scope=api%3A%2F%2Fsandbox-api%2F.default&client_secret=p+ss%20%26w%25rd%3D~1");
  CHECK(answer.code() == 7000215);
}

TEST_CASE("an expired secret is told from a wrong one") {
  const auto& sandbox = fresh_sandbox();
  const auto client = sandbox.client("expired secret");
  auto request = with(good_request(), "client_id", client.at("client_id").get<std::string>());
  const auto expired = post_token(
      sandbox, with(request, "client_secret", client.at("client_secret").get<std::string>()));
  CHECK(expired.code() == 7000222);
  CHECK(expired.error() == "invalid_client");
  CHECK(post_token(sandbox, with(request, "client_secret", "wrong")).code() == 7000215);
}

TEST_CASE("a public client has no credential to show") {
  const auto& sandbox = fresh_sandbox();
  const auto id = sandbox.client("public").at("client_id").get<std::string>();
  CHECK(sandbox.client("public").at("client_secret").is_null());
  const auto request = with(good_request(), "client_id", id);
  const auto shown = post_token(sandbox, request);
  CHECK(shown.code() == 700025);
  CHECK(shown.error() == "invalid_client");
  CHECK(post_token(sandbox, with(request, "client_secret", "")).code() == 7000218);
  CHECK(post_token(sandbox, assertion_request(id, "a.b.c")).code() == 700025);
}

TEST_CASE("HTTP Basic carries form-encoded credentials") {
  const auto& sandbox = fresh_sandbox();
  const auto id = sandbox["client_id"];
  const auto secret = sandbox["client_secret"];
  const auto request = with(good_request(), "client_secret", "");
  CHECK(post_token(sandbox, request, basic(id, percent_encode(secret))).status == 200);
  CHECK(post_token(sandbox, with(request, "client_id", ""), basic(id, percent_encode(secret)))
            .status == 200);
  CHECK(post_token(sandbox, request, basic(id, percent_encode("wrong"))).code() == 7000215);
  // Not encoded: '%rd' is no escape.
  CHECK(post_token(sandbox, request, basic(id, secret)).code() == 9002313);
  CHECK(post_token(sandbox, request, {{"Authorization", "Bearer x"}}).code() == 9002313);
}

TEST_CASE("there is one way to authenticate per request") {
  const auto& sandbox = fresh_sandbox();
  CHECK(post_token(sandbox, with(good_request(), "client_assertion", "a.b.c")).code() == 9002313);
  CHECK(post_token(sandbox, good_request(),
                   basic(sandbox["client_id"], percent_encode(sandbox["client_secret"])))
            .code() == 9002313);
  CHECK(post_token(sandbox, with(good_request(), "client_secret", ""), basic("another", "secret"))
            .code() == 9002313);
}

TEST_CASE("registered secrets are accepted, all of them") {
  const auto& sandbox = fresh_sandbox();
  const std::string id = "00000000-0000-0000-0000-00000000c001";
  sandbox.register_client(
      {{"client_id", id}, {"secrets", {"first", "second", {{"value", "old"}, {"expired", true}}}}});
  const auto request = with(good_request(), "client_id", id);
  CHECK(post_token(sandbox, with(request, "client_secret", "first")).status == 200);
  CHECK(post_token(sandbox, with(request, "client_secret", "second")).status == 200);
  CHECK(post_token(sandbox, with(request, "client_secret", "old")).code() == 7000222);
  CHECK(post_token(sandbox, with(request, "client_secret", "third")).code() == 7000215);
}
