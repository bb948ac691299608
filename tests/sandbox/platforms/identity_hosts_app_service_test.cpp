// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/platforms/user_assigned_identity.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

const std::string kQuery = "?api-version=2019-08-01&resource=api%3A%2F%2Fsandbox-api";

/// A function app with its injected variables.
struct App {
  const SandboxProcess& sandbox = fresh_sandbox();
  Json variables = environment(sandbox, "app-service");
  std::string path = path_of(sandbox, variables.at("IDENTITY_ENDPOINT"));
  Fields headers{{"X-IDENTITY-HEADER", variables.at("IDENTITY_HEADER").get<std::string>()}};

  [[nodiscard]] Response ask(const std::string& query) const {
    return send(sandbox, "GET", path + query, headers);
  }
};

}  // namespace

TEST_CASE("App Service: the response has expires_on and no expires_in") {
  const App app;
  const auto before = unix_time();
  const auto response = app.ask(kQuery);
  REQUIRE(response.status == 200);
  CHECK(response.body.size() == 5);
  CHECK_FALSE(response.body.contains("expires_in"));
  CHECK(std::stoll(response.body.at("expires_on").get<std::string>()) >= before + 86400);
  CHECK(response.body.at("client_id") == "00000000-0000-0000-0000-0000000000b0");
  CHECK(response.body.at("resource") == "api://sandbox-api");
  CHECK(response.body.at("token_type") == "Bearer");
  CHECK(app.sandbox.counters().at("app_service") == 1);
}

TEST_CASE("App Service: refused without the identity header or through a proxy") {
  const App app;
  for (const auto& headers :
       {Fields{}, Fields{{"X-IDENTITY-HEADER", "x"}}, Fields{{"Metadata", "true"}}}) {
    const auto response = send(app.sandbox, "GET", app.path + kQuery, headers);
    CHECK(response.status == 403);
    CHECK(response.body.at("statusCode") == 403);
    CHECK(response.body.at("message").is_string());
  }
  CHECK(send(app.sandbox, "GET", app.path + kQuery, with(app.headers, "Via", "x")).status == 400);
  CHECK(send(app.sandbox, "POST", app.path + kQuery, app.headers).status == 405);
}

TEST_CASE("App Service: has its own parameters for an identity") {
  const App app;
  for (const auto& parameter :
       {"&client_id=" + kIdentityClientId, "&principal_id=" + kIdentityObjectId,
        "&object_id=" + kIdentityObjectId, "&mi_res_id=" + kIdentityResourceId}) {
    const auto response = app.ask(kQuery + parameter);
    REQUIRE(response.status == 200);
    CHECK(response.body.at("client_id") == kIdentityClientId);
  }
  for (const auto& parameter :
       {"&msi_res_id=" + kIdentityResourceId, "&client_id=" + kIdentityObjectId,
        "&client_id=" + kIdentityClientId + "&principal_id=" + kIdentityObjectId,
        "&principal_id=" + kIdentityObjectId + "&object_id=" + kIdentityObjectId}) {
    const auto response = app.ask(kQuery + parameter);
    CHECK(response.status == 400);
    CHECK(response.body.at("statusCode") == 400);
  }
}

TEST_CASE("App Service: another version or an unknown resource is refused") {
  const App app;
  CHECK(app.ask("?resource=api%3A%2F%2Fsandbox-api").status == 400);
  CHECK(app.ask("?api-version=2018-02-01&resource=api%3A%2F%2Fsandbox-api").status == 400);
  CHECK(app.ask("?api-version=2019-08-01").status == 400);
  const auto unknown = app.ask("?api-version=2019-08-01&resource=api%3A%2F%2Fother");
  CHECK(unknown.status == 400);
  CHECK(contains(unknown.text, "AADSTS500011: "));
}
