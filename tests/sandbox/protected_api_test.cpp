// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

std::string token_for(const SandboxProcess& sandbox, const Fields& request) {
  return access_token(post_token(sandbox, request));
}

Response call(const SandboxProcess& sandbox, const std::string& authorization,
              const std::string& method = "GET") {
  return send(sandbox, method, "/api/v1/data", {{"Authorization", authorization}});
}

}  // namespace

TEST_CASE("API: accepts a token with the role") {
  const auto& sandbox = fresh_sandbox();
  const auto token = token_for(sandbox, good_request());
  const auto read = call(sandbox, "Bearer " + token);
  CHECK(read.status == 200);
  CHECK(read.body.at("ok") == true);
  CHECK(read.body.at("path") == "/api/v1/data");
  CHECK(read.body.at("client_id") == sandbox["client_id"]);
  CHECK(call(sandbox, "bearer " + token).status == 200);
  CHECK(call(sandbox, "Bearer " + token, "POST").status == 201);
}

TEST_CASE("API: a request without a usable token gets 401") {
  const auto& sandbox = fresh_sandbox();
  const auto token = token_for(sandbox, good_request());
  const auto none = send(sandbox, "GET", "/api");
  CHECK(none.status == 401);
  CHECK(none.headers.at("www-authenticate").starts_with("Bearer"));
  for (const auto& header :
       {std::string("Bearer"), "Bearer  " + token, "Basic " + token, "Bearer Bearer " + token,
        std::string("Bearer x.y.z"), "Bearer " + token.substr(0, token.rfind('.') + 1),
        "Bearer " + token + "A"}) {
    const auto response = call(sandbox, header);
    CHECK(response.status == 401);
    CHECK(response.headers.at("www-authenticate").starts_with("Bearer"));
  }
}

TEST_CASE("API: a token for another API gets 401") {
  const auto& sandbox = fresh_sandbox();
  const auto token =
      token_for(sandbox, with(good_request(), "scope", "https://slash.sandbox.example//.default"));
  const auto response = call(sandbox, "Bearer " + token);
  CHECK(response.status == 401);
  CHECK(response.headers.at("www-authenticate").find("audience") != std::string::npos);
}

TEST_CASE("API: an expired token gets 401") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"token_lifetime", 0}});
  const auto response = call(sandbox, "Bearer " + token_for(sandbox, good_request()));
  CHECK(response.status == 401);
  CHECK(response.headers.at("www-authenticate").find("expired") != std::string::npos);
}

TEST_CASE("API: a token whose dates are not integers gets 401") {
  const auto& sandbox = fresh_sandbox();
  for (const Json& claims : {Json{{"exp", "soon"}}, Json{{"exp", nullptr}}, Json{{"nbf", "now"}},
                             Json{{"nbf", Json::array()}}}) {
    CAPTURE(claims);
    const auto token =
        sandbox.user_token({{"audience", kSandboxApi}, {"scp", "data.read"}, {"claims", claims}});
    CHECK(call(sandbox, "Bearer " + token).status == 401);
  }
}

TEST_CASE("API: a token signed by another key gets 401") {
  const SandboxProcess other(ENTRA_AUTH_SANDBOX);
  const auto& sandbox = fresh_sandbox();
  CHECK(call(sandbox, "Bearer " + token_for(other, good_request())).status == 401);
}

TEST_CASE("API: a token without the role gets 403") {
  const auto& sandbox = fresh_sandbox();
  const auto response =
      call(sandbox, "Bearer " + token_for(sandbox, request_of(sandbox, "without role")));
  CHECK(response.status == 403);
  CHECK(response.error() == "insufficient_scope");
}

TEST_CASE("API: a user reads and writes by the scopes of the token") {
  const auto& sandbox = fresh_sandbox();
  const auto token = [&](const std::string& scope) {
    return "Bearer " + tokens_for(sandbox, scope).at("access_token").get<std::string>();
  };
  const auto reader = token("api://sandbox-api/data.read");
  const auto read = call(sandbox, reader);
  CHECK(read.status == 200);
  CHECK(read.body.at("username") == kAda);
  CHECK(read.body.at("scp") == "data.read");
  CHECK(call(sandbox, reader, "POST").status == 403);
  const auto writer = token("api://sandbox-api/data.write");
  CHECK(call(sandbox, writer, "POST").status == 201);
  CHECK(call(sandbox, writer).status == 403);
  CHECK(call(sandbox, token("api://sandbox-middle-tier/.default")).status == 401);
}
