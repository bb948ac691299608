// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

constexpr const char* kPath = "/contoso.onmicrosoft.com/oauth2/v2.0/token";

}  // namespace

TEST_CASE("token endpoint: accepts only forms by POST") {
  const auto& sandbox = fresh_sandbox();
  const auto get = send(sandbox, "GET", kPath);
  CHECK(get.code() == 900561);
  CHECK(get.error() == "invalid_request");
  const auto form = encode_form(good_request());
  CHECK(send(sandbox, "POST", kPath, {{"Content-Type", "application/json"}}, form).code() ==
        900144);
  CHECK(send(sandbox, "POST", kPath, {{"Content-Type", "text/plain"}}, form).code() == 900144);
  CHECK(send(sandbox, "POST", kPath,
             {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}, form)
            .status == 200);
}

TEST_CASE("token endpoint: broken form encoding is refused") {
  const auto& sandbox = fresh_sandbox();
  const Fields type{{"Content-Type", "application/x-www-form-urlencoded"}};
  for (const auto* body : {"grant_type=%zz", "grant_type=%4", "grant_type=%ff"}) {
    const auto response = send(sandbox, "POST", kPath, type, body);
    CHECK(response.code() == 9002313);
    CHECK(response.error() == "invalid_request");
  }
}

TEST_CASE("token endpoint: a repeated parameter is refused") {
  const auto& sandbox = fresh_sandbox();
  auto fields = good_request();
  fields.emplace_back("scope", "api://sandbox-api/.default");
  const auto response = post_token(sandbox, fields);
  CHECK(response.code() == 9000411);
  CHECK(response.error() == "invalid_request");
  CHECK(contains(response.text, "'scope' is duplicated"));
}

TEST_CASE("token endpoint: the grant type is checked first") {
  const auto& sandbox = fresh_sandbox();
  const auto missing = post_token(sandbox, {{"client_id", "x"}});
  CHECK(missing.code() == 900144);
  CHECK(contains(missing.text, "'grant_type'"));
  const auto unsupported = post_token(sandbox, with(good_request(), "grant_type", "password"));
  CHECK(unsupported.code() == 70003);
  CHECK(unsupported.error() == "unsupported_grant_type");
}

TEST_CASE("token endpoint: an app-only grant without an existing tenant is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto unknown = post_token(sandbox, good_request(), {}, "fabrikam.onmicrosoft.com");
  CHECK(unknown.code() == 90002);
  CHECK(unknown.error() == "invalid_request");
  CHECK(contains(unknown.text, "'fabrikam.onmicrosoft.com'"));
  for (const auto* tenant : {"common", "organizations", "consumers", "COMMON"}) {
    CHECK(post_token(sandbox, good_request(), {}, tenant).code() == 50059);
  }
  CHECK(post_token(sandbox, good_request(), {}, sandbox["tenant_id"]).status == 200);
  CHECK(post_token(sandbox, good_request(), {}, "Contoso.OnMicrosoft.com").status == 200);
}

TEST_CASE("token endpoint: the v1.0 parameter resource is refused") {
  const auto response =
      post_token(fresh_sandbox(), with(good_request(), "resource", "api://sandbox-api"));
  CHECK(response.code() == 901002);
  CHECK(response.error() == "invalid_request");
}

TEST_CASE("token endpoint: a success has Entra's members and a new token every time") {
  const auto& sandbox = fresh_sandbox();
  std::set<std::string> tokens;
  for (int i = 0; i < 3; ++i) {
    const auto response = post_token(sandbox, good_request());
    REQUIRE(response.status == 200);
    CHECK(response.body.at("token_type") == "Bearer");
    CHECK(response.body.at("expires_in") == 3600);
    CHECK(response.body.at("ext_expires_in") == 3600);
    CHECK(response.body.size() == 4);
    CHECK(response.headers.at("cache-control") == "no-store, no-cache");
    tokens.insert(response.body.at("access_token").get<std::string>());
  }
  CHECK(tokens.size() == 3);
}

TEST_CASE("token endpoint: the correlation id is the client's if it is a GUID") {
  const auto& sandbox = fresh_sandbox();
  const auto bad = with(good_request(), "client_secret", "wrong");
  const std::string id = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const auto response =
      post_token(sandbox, bad, {{"client-request-id", id}, {"return-client-request-id", "true"}});
  CHECK(response.code() == 7000215);
  CHECK(response.body.at("correlation_id") == id);
  CHECK(response.headers.at("client-request-id") == id);
  const auto made_up = post_token(sandbox, bad, {{"client-request-id", "not a guid"}});
  CHECK(made_up.code() == 7000215);
  CHECK(made_up.body.at("correlation_id") != "not a guid");
  CHECK(made_up.headers.count("client-request-id") == 0);
}
