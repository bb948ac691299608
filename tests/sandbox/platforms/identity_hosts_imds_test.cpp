// SPDX-License-Identifier: MIT
#include "sandbox/platforms/user_assigned_identity.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

const std::string kPath = "/metadata/identity/oauth2/token";
const std::string kQuery = "?api-version=2018-02-01&resource=api%3A%2F%2Fsandbox-api";
const Fields kHeaders{{"Metadata", "true"}};

Response ask(const SandboxProcess& sandbox, const std::string& query,
             const Fields& headers = kHeaders) {
  return send(sandbox, "GET", kPath + query, headers);
}

}  // namespace

TEST_CASE("IMDS: returns only strings") {
  const auto& sandbox = fresh_sandbox();
  const auto before = unix_time();
  const auto response = ask(sandbox, kQuery);
  REQUIRE(response.status == 200);
  for (const auto& [name, value] : response.body.items()) {
    CAPTURE(name);
    CHECK(value.is_string());
  }
  CHECK(response.body.size() == 8);
  CHECK(response.body.at("expires_in") == "86400");
  CHECK(std::stoll(response.body.at("expires_on").get<std::string>()) >= before + 86400);
  CHECK(response.body.at("resource") == "api://sandbox-api");
  CHECK(response.body.at("token_type") == "Bearer");
  CHECK(response.body.at("client_id") == "00000000-0000-0000-0000-0000000000b0");
  CHECK(sandbox.counters().at("imds") == 1);
}

TEST_CASE("IMDS: the token is for the API and has no azpacr") {
  const auto& sandbox = fresh_sandbox();
  const auto response = ask(sandbox, kQuery);
  const auto claims = token_claims(response);
  CHECK(claims.at("aud") == "00000000-0000-0000-0000-0000000000a1");
  CHECK(claims.at("azp") == "00000000-0000-0000-0000-0000000000b0");
  CHECK(claims.at("oid") == "42c85e1c-e0ed-474f-877c-be166ee9fd38");
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 86400);
  CHECK_FALSE(claims.contains("azpacr"));
  const Fields header{{"Authorization", "Bearer " + access_token(response)}};
  CHECK(send(sandbox, "GET", "/api", header).status == 200);
}

TEST_CASE("IMDS: settings change the responses") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"managed_identity_token_lifetime", 60},
                    {"response_overrides", {{"expires_on", "11/21/2026 08:30:00"}}}});
  const auto response = ask(sandbox, kQuery);
  CHECK(response.body.at("expires_in") == "60");
  CHECK(response.body.at("expires_on") == "11/21/2026 08:30:00");
  sandbox.settings({{"managed_identity_token_lifetime", nullptr}});
  CHECK(ask(sandbox, kQuery).body.at("expires_in") == "86400");
  CHECK(send(sandbox, "PUT", "/sandbox/settings", {}, R"({"managed_identity_token_lifetime":-1})")
            .status == 400);
}

TEST_CASE("IMDS: refused without its header or through a proxy") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& headers : {Fields{}, Fields{{"Metadata", "True"}}, Fields{{"Metadata", "1"}}}) {
    const auto response = ask(sandbox, kQuery, headers);
    CHECK(response.status == 400);
    CHECK(response.error() == "bad_request_102");
  }
  for (const auto* name : {"X-Forwarded-For", "Via", "Proxy-Connection"}) {
    const auto response = ask(sandbox, kQuery, with(kHeaders, name, "x"));
    CHECK(response.status == 400);
    CHECK(response.error() == "invalid_request");
  }
  CHECK(send(sandbox, "POST", kPath + kQuery, kHeaders).status == 405);
}

TEST_CASE("IMDS: another version, or an unknown or repeated parameter, is refused") {
  const auto& sandbox = fresh_sandbox();
  const std::string resource = "resource=api%3A%2F%2Fsandbox-api";
  for (const auto& query :
       {"?" + resource, "?api-version=2019-08-01&" + resource, kQuery + "&" + resource,
        kQuery + "&bypass_cache=true", kQuery + "&x=%zz", std::string("?api-version=2018-02-01"),
        std::string("?api-version=2018-02-01&resource=")}) {
    const auto response = ask(sandbox, query);
    CAPTURE(query);
    CHECK(response.status == 400);
    CHECK(response.error() == "invalid_request");
  }
}

TEST_CASE("IMDS: a resource has any of its identifiers and no /.default") {
  const auto& sandbox = fresh_sandbox();
  const std::string version = "?api-version=2018-02-01&resource=";
  for (const auto* resource : {"api://sandbox-api", "00000000-0000-0000-0000-0000000000a1",
                               "api://00000000-0000-0000-0000-0000000000a1"}) {
    CHECK(token_claims(ask(sandbox, version + resource)).at("aud") ==
          "00000000-0000-0000-0000-0000000000a1");
  }
  for (const auto* resource : {"api://sandbox-api/.default", "api://sandbox-api/", "api://other"}) {
    const auto response = ask(sandbox, version + resource);
    CHECK(response.status == 400);
    CHECK(response.error() == "invalid_resource");
    CHECK(contains(response.text, "AADSTS500011: "));
  }
  CHECK(sandbox.requests().at(3).at("code") == "AADSTS500011");
}

TEST_CASE("IMDS: a user-assigned identity needs exactly one known parameter") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& parameter :
       {"&client_id=" + kIdentityClientId, "&object_id=" + kIdentityObjectId,
        "&msi_res_id=" + kIdentityResourceId}) {
    const auto response = ask(sandbox, kQuery + parameter);
    const auto claims = token_claims(response);
    CHECK(response.body.at("client_id") == kIdentityClientId);
    CHECK(claims.at("azp") == kIdentityClientId);
    CHECK(claims.at("oid") == kIdentityObjectId);
  }
  for (const auto& parameter :
       {"&client_id=" + kIdentityObjectId, "&object_id=" + kIdentityClientId,
        std::string("&msi_res_id=x"), std::string("&client_id="),
        std::string("&client_id=00000000-0000-0000-0000-0000000000b0")}) {
    const auto response = ask(sandbox, kQuery + parameter);
    CHECK(response.status == 400);
    CHECK(response.error() == "invalid_request");
    CHECK(contains(response.text, "Identity not found"));
  }
  for (const auto& parameter :
       {"&client_id=" + kIdentityClientId + "&object_id=" + kIdentityObjectId,
        "&mi_res_id=" + kIdentityResourceId, "&principal_id=" + kIdentityObjectId}) {
    CHECK(ask(sandbox, kQuery + parameter).status == 400);
  }
}
