// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response ask(const std::string& scope) {
  return post_token(fresh_sandbox(), with(good_request(), "scope", scope));
}

}  // namespace

TEST_CASE("client credentials: granted for one resource and /.default") {
  CHECK(ask("api://sandbox-api/.default").status == 200);
  CHECK(ask("api://00000000-0000-0000-0000-0000000000a1/.default").status == 200);
  CHECK(ask("00000000-0000-0000-0000-0000000000a1/.default").status == 200);
}

TEST_CASE("client credentials: a missing scope is refused") {
  for (const auto* scope : {"", " "}) {
    const auto response = ask(scope);
    CHECK(response.code() == 90014);
    CHECK(response.error() == "invalid_request");
    CHECK(contains(response.text, "'scope'"));
  }
}

TEST_CASE("client credentials: a scope other than /.default is refused") {
  for (const auto* scope : {"api://sandbox-api/read", "api://sandbox-api", "openid", ".default",
                            "api://sandbox-api/.DEFAULT", "api://sandbox-api/.default openid"}) {
    const auto response = ask(scope);
    CHECK(response.code() == 1002012);
    CHECK(response.error() == "invalid_scope");
  }
}

TEST_CASE("client credentials: several resources and malformed scopes are refused") {
  for (const auto* scope :
       {"api://sandbox-api/.default https://slash.sandbox.example//.default",
        "api://sandbox-api/.default api://sandbox-api/.default", "/.default",
        "api://sandbox\"api/.default", "api://sandbox-api\n/.default", "api://\xc3\xa5/.default"}) {
    const auto response = ask(scope);
    CHECK(response.code() == 70011);
    CHECK(response.error() == "invalid_scope");
  }
}

TEST_CASE("client credentials: a resource that does not match exactly is refused") {
  for (const auto* scope :
       {"api://nobody/.default", "api://Sandbox-API/.default", "api://sandbox-api//.default",
        "api://sandbox-api/.default,api://sandbox-api/.default"}) {
    const auto response = ask(scope);
    CHECK(response.code() == 500011);
    CHECK(response.error() == "invalid_resource");
  }
}

TEST_CASE("client credentials: a resource that ends in a slash needs two slashes") {
  CHECK(ask("https://slash.sandbox.example//.default").status == 200);
  CHECK(ask("https://slash.sandbox.example/.default").code() == 500011);
}

TEST_CASE("client credentials: a client without a role is refused if the API requires assignment") {
  CHECK(ask("api://sandbox-assigned/.default").status == 200);
  const auto& sandbox = fresh_sandbox();
  const auto request = request_of(sandbox, "without role");
  CHECK(post_token(sandbox, request).status == 200);
  const auto response =
      post_token(sandbox, with(request, "scope", "api://sandbox-assigned/.default"));
  CHECK(response.code() == 501051);
  CHECK(response.error() == "invalid_grant");
}

TEST_CASE("client credentials: the credential is checked before the scope") {
  auto request = with(good_request(), "scope", "openid");
  CHECK(post_token(fresh_sandbox(), with(request, "client_secret", "wrong")).code() == 7000215);
}

TEST_CASE("client credentials: capabilities in claims become xms_cc") {
  const auto& sandbox = fresh_sandbox();
  const auto response = post_token(
      sandbox, with(good_request(), "claims", R"({"access_token":{"xms_cc":{"values":["cp1"]}}})"));
  CHECK(token_claims(response).at("xms_cc") == Json::array({"cp1"}));
  const auto wrong = post_token(sandbox, with(good_request(), "claims", "[]"));
  CHECK(wrong.code() == 90100);
  CHECK(wrong.error() == "invalid_request");
}
