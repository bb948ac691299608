// SPDX-License-Identifier: MIT
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

std::string token_for(const SandboxProcess& sandbox, const Fields& request) {
  const auto answer = post_token(sandbox, request);
  REQUIRE(answer.status == 200);
  return answer.body.at("access_token").get<std::string>();
}

Answer call(const SandboxProcess& sandbox, const std::string& authorization,
            const std::string& method = "GET") {
  return send(sandbox, method, "/api/v1/data", {{"Authorization", authorization}});
}

}  // namespace

TEST_CASE("the API lets a token with the role in") {
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

TEST_CASE("the API answers 401 without a usable token") {
  const auto& sandbox = fresh_sandbox();
  const auto token = token_for(sandbox, good_request());
  const auto none = send(sandbox, "GET", "/api");
  CHECK(none.status == 401);
  CHECK(none.headers.at("www-authenticate").starts_with("Bearer"));
  for (const auto& header :
       {std::string("Bearer"), "Bearer  " + token, "Basic " + token, "Bearer Bearer " + token,
        std::string("Bearer x.y.z"), "Bearer " + token.substr(0, token.rfind('.') + 1),
        "Bearer " + token + "A"}) {
    const auto answer = call(sandbox, header);
    CHECK(answer.status == 401);
    CHECK(answer.headers.at("www-authenticate").starts_with("Bearer"));
  }
}

TEST_CASE("the API answers 401 to a token for another API") {
  const auto& sandbox = fresh_sandbox();
  const auto token =
      token_for(sandbox, with(good_request(), "scope", "https://slash.sandbox.example//.default"));
  const auto answer = call(sandbox, "Bearer " + token);
  CHECK(answer.status == 401);
  CHECK(answer.headers.at("www-authenticate").find("audience") != std::string::npos);
}

TEST_CASE("the API answers 401 to an expired token") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"token_lifetime", 0}});
  const auto answer = call(sandbox, "Bearer " + token_for(sandbox, good_request()));
  CHECK(answer.status == 401);
  CHECK(answer.headers.at("www-authenticate").find("expired") != std::string::npos);
}

TEST_CASE("the API answers 401 to a token of another issuer's key") {
  const SandboxProcess other(ENTRA_AUTH_SANDBOX);
  const auto& sandbox = fresh_sandbox();
  CHECK(call(sandbox, "Bearer " + token_for(other, good_request())).status == 401);
}

TEST_CASE("the API answers 403 without the role") {
  const auto& sandbox = fresh_sandbox();
  const auto client = sandbox.client("without role");
  auto request = with(good_request(), "client_id", client.at("client_id").get<std::string>());
  request = with(request, "client_secret", client.at("client_secret").get<std::string>());
  const auto answer = call(sandbox, "Bearer " + token_for(sandbox, request));
  CHECK(answer.status == 403);
  CHECK(answer.error() == "insufficient_scope");
}

TEST_CASE("the API lets users read and write by their scopes") {
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
