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

TEST_CASE("client authentication: an unknown client is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto unknown = post_token(
      sandbox, with(good_request(), "client_id", "11111111-0000-0000-0000-000000000001"));
  CHECK(unknown.code() == 700016);
  CHECK(unknown.error() == "unauthorized_client");
  CHECK(contains(unknown.text, "'11111111-0000-0000-0000-000000000001'"));
  const auto missing = post_token(sandbox, with(good_request(), "client_id", ""));
  CHECK(missing.code() == 900144);
  CHECK(contains(missing.text, "'client_id'"));
}

TEST_CASE("client authentication: a wrong secret is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto wrong = post_token(sandbox, with(good_request(), "client_secret", "p ss &w%rd=~1"));
  CHECK(wrong.code() == 7000215);
  CHECK(wrong.error() == "invalid_client");
  const auto none = post_token(sandbox, with(good_request(), "client_secret", ""));
  CHECK(none.code() == 7000218);
  CHECK(none.error() == "invalid_client");
}

TEST_CASE("client authentication: a secret without form encoding is refused") {
  const auto response =
      send(fresh_sandbox(), "POST", "/contoso.onmicrosoft.com/oauth2/v2.0/token",
           {{"Content-Type", "application/x-www-form-urlencoded"}},
           "grant_type=client_credentials&client_id=00000000-0000-0000-0000-000000000001"
           "&scope=api%3A%2F%2Fsandbox-api%2F.default&client_secret=p+ss%20%26w%25rd%3D~1");
  CHECK(response.code() == 7000215);
}

TEST_CASE("client authentication: an expired secret has its own error code") {
  const auto& sandbox = fresh_sandbox();
  const auto request = request_of(sandbox, "expired secret");
  const auto expired = post_token(sandbox, request);
  CHECK(expired.code() == 7000222);
  CHECK(expired.error() == "invalid_client");
  CHECK(post_token(sandbox, with(request, "client_secret", "wrong")).code() == 7000215);
}

TEST_CASE("client authentication: a public client with a credential is refused") {
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

TEST_CASE("client authentication: HTTP Basic needs form-encoded credentials") {
  const auto& sandbox = fresh_sandbox();
  const auto id = sandbox["client_id"];
  const auto secret = sandbox["client_secret"];
  const auto request = with(good_request(), "client_secret", "");
  CHECK(post_token(sandbox, request, basic(id, percent_encode(secret))).status == 200);
  CHECK(post_token(sandbox, with(request, "client_id", ""), basic(id, percent_encode(secret)))
            .status == 200);
  CHECK(post_token(sandbox, request, basic(id, percent_encode("wrong"))).code() == 7000215);
  // Not encoded: '%rd' is not an escape.
  CHECK(post_token(sandbox, request, basic(id, secret)).code() == 9002313);
  CHECK(post_token(sandbox, request, {{"Authorization", "Bearer x"}}).code() == 9002313);
}

TEST_CASE("client authentication: two methods in one request are refused") {
  const auto& sandbox = fresh_sandbox();
  CHECK(post_token(sandbox, with(good_request(), "client_assertion", "a.b.c")).code() == 9002313);
  CHECK(post_token(sandbox, good_request(),
                   basic(sandbox["client_id"], percent_encode(sandbox["client_secret"])))
            .code() == 9002313);
  CHECK(post_token(sandbox, with(good_request(), "client_secret", ""), basic("another", "secret"))
            .code() == 9002313);
}

TEST_CASE("client authentication: accepts every registered secret") {
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
