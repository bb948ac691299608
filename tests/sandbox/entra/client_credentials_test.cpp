// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Answer ask(const std::string& scope) {
  return post_token(fresh_sandbox(), with(good_request(), "scope", scope));
}

}  // namespace

TEST_CASE("the scope is one resource and /.default") {
  CHECK(ask("api://sandbox-api/.default").status == 200);
  CHECK(ask("api://00000000-0000-0000-0000-0000000000a1/.default").status == 200);
  CHECK(ask("00000000-0000-0000-0000-0000000000a1/.default").status == 200);
}

TEST_CASE("a missing scope is refused") {
  for (const auto* scope : {"", " "}) {
    const auto answer = ask(scope);
    CHECK(answer.code() == 90014);
    CHECK(answer.error() == "invalid_request");
    CHECK(answer.text.find("'scope'") != std::string::npos);
  }
}

TEST_CASE("anything but /.default is refused") {
  for (const auto* scope : {"api://sandbox-api/read", "api://sandbox-api", "openid", ".default",
                            "api://sandbox-api/.DEFAULT", "api://sandbox-api/.default openid"}) {
    const auto answer = ask(scope);
    CHECK(answer.code() == 1002012);
    CHECK(answer.error() == "invalid_scope");
  }
}

TEST_CASE("several resources and malformed scopes are refused") {
  for (const auto* scope :
       {"api://sandbox-api/.default https://slash.sandbox.example//.default",
        "api://sandbox-api/.default api://sandbox-api/.default", "/.default",
        "api://sandbox\"api/.default", "api://sandbox-api\n/.default", "api://\xc3\xa5/.default"}) {
    const auto answer = ask(scope);
    CHECK(answer.code() == 70011);
    CHECK(answer.error() == "invalid_scope");
  }
}

TEST_CASE("the resource must be in the tenant, to the letter") {
  for (const auto* scope :
       {"api://nobody/.default", "api://Sandbox-API/.default", "api://sandbox-api//.default",
        "api://sandbox-api/.default,api://sandbox-api/.default"}) {
    const auto answer = ask(scope);
    CHECK(answer.code() == 500011);
    CHECK(answer.error() == "invalid_resource");
  }
}

TEST_CASE("a resource that ends in a slash is asked for with two") {
  CHECK(ask("https://slash.sandbox.example//.default").status == 200);
  CHECK(ask("https://slash.sandbox.example/.default").code() == 500011);
}

TEST_CASE("an API may ask for assignment") {
  CHECK(ask("api://sandbox-assigned/.default").status == 200);
  const auto& sandbox = fresh_sandbox();
  const auto client = sandbox.client("without role");
  auto request = with(good_request(), "client_id", client.at("client_id").get<std::string>());
  request = with(request, "client_secret", client.at("client_secret").get<std::string>());
  CHECK(post_token(sandbox, request).status == 200);
  const auto answer =
      post_token(sandbox, with(request, "scope", "api://sandbox-assigned/.default"));
  CHECK(answer.code() == 501051);
  CHECK(answer.error() == "invalid_grant");
}

TEST_CASE("the credential is checked before the scope") {
  auto request = with(good_request(), "scope", "openid");
  CHECK(post_token(fresh_sandbox(), with(request, "client_secret", "wrong")).code() == 7000215);
}

TEST_CASE("an application may declare its capabilities in claims") {
  const auto& sandbox = fresh_sandbox();
  const auto answer = post_token(
      sandbox, with(good_request(), "claims", R"({"access_token":{"xms_cc":{"values":["cp1"]}}})"));
  CHECK(claims_of(answer.body.at("access_token").get<std::string>()).at("xms_cc") ==
        Json::array({"cp1"}));
  const auto wrong = post_token(sandbox, with(good_request(), "claims", "[]"));
  CHECK(wrong.code() == 90100);
  CHECK(wrong.error() == "invalid_request");
}
