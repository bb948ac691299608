// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

const std::string kPath = "/metadata/identity/oauth2/token";
const std::string kQuery = "?api-version=2018-02-01&resource=api%3A%2F%2Fsandbox-api";
const Fields kHeaders{{"Metadata", "true"}};

Answer ask(const SandboxProcess& sandbox, const std::string& query,
           const Fields& headers = kHeaders) {
  return send(sandbox, "GET", kPath + query, headers);
}

Json token_claims(const Answer& answer) {
  REQUIRE(answer.status == 200);
  return claims_of(answer.body.at("access_token").get<std::string>());
}

}  // namespace

TEST_CASE("the metadata service answers with texts only") {
  const auto& sandbox = fresh_sandbox();
  const auto before = unix_time();
  const auto answer = ask(sandbox, kQuery);
  REQUIRE(answer.status == 200);
  for (const auto& [name, value] : answer.body.items()) {
    CAPTURE(name);
    CHECK(value.is_string());
  }
  CHECK(answer.body.size() == 8);
  CHECK(answer.body.at("expires_in") == "86400");
  CHECK(std::stoll(answer.body.at("expires_on").get<std::string>()) >= before + 86400);
  CHECK(answer.body.at("resource") == "api://sandbox-api");
  CHECK(answer.body.at("token_type") == "Bearer");
  CHECK(answer.body.at("client_id") == "00000000-0000-0000-0000-0000000000b0");
  CHECK(sandbox.counters().at("imds") == 1);
}

TEST_CASE("the token of a managed identity is one for the API, without a proof") {
  const auto& sandbox = fresh_sandbox();
  const auto answer = ask(sandbox, kQuery);
  const auto claims = token_claims(answer);
  CHECK(claims.at("aud") == "00000000-0000-0000-0000-0000000000a1");
  CHECK(claims.at("azp") == "00000000-0000-0000-0000-0000000000b0");
  CHECK(claims.at("oid") == "42c85e1c-e0ed-474f-877c-be166ee9fd38");
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 86400);
  CHECK_FALSE(claims.contains("azpacr"));
  const auto token = answer.body.at("access_token").get<std::string>();
  CHECK(send(sandbox, "GET", "/api", {{"Authorization", "Bearer " + token}}).status == 200);
}

TEST_CASE("settings change the answers of the metadata service") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"managed_identity_token_lifetime", 60},
                    {"response_overrides", {{"expires_on", "11/21/2026 08:30:00"}}}});
  const auto answer = ask(sandbox, kQuery);
  CHECK(answer.body.at("expires_in") == "60");
  CHECK(answer.body.at("expires_on") == "11/21/2026 08:30:00");
  sandbox.settings({{"managed_identity_token_lifetime", nullptr}});
  CHECK(ask(sandbox, kQuery).body.at("expires_in") == "86400");
  CHECK(send(sandbox, "PUT", "/sandbox/settings", {}, R"({"managed_identity_token_lifetime":-1})")
            .status == 400);
}

TEST_CASE("the metadata service wants its header, and no proxy") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& headers : {Fields{}, Fields{{"Metadata", "True"}}, Fields{{"Metadata", "1"}}}) {
    const auto answer = ask(sandbox, kQuery, headers);
    CHECK(answer.status == 400);
    CHECK(answer.error() == "bad_request_102");
  }
  for (const auto* name : {"X-Forwarded-For", "Via", "Proxy-Connection"}) {
    const auto answer = ask(sandbox, kQuery, with(kHeaders, name, "x"));
    CHECK(answer.status == 400);
    CHECK(answer.error() == "invalid_request");
  }
  CHECK(send(sandbox, "POST", kPath + kQuery, kHeaders).status == 405);
}

TEST_CASE("the metadata service wants its version and known parameters once") {
  const auto& sandbox = fresh_sandbox();
  const std::string resource = "resource=api%3A%2F%2Fsandbox-api";
  for (const auto& query :
       {"?" + resource, "?api-version=2019-08-01&" + resource, kQuery + "&" + resource,
        kQuery + "&bypass_cache=true", kQuery + "&x=%zz", std::string("?api-version=2018-02-01"),
        std::string("?api-version=2018-02-01&resource=")}) {
    const auto answer = ask(sandbox, query);
    CAPTURE(query);
    CHECK(answer.status == 400);
    CHECK(answer.error() == "invalid_request");
  }
}

TEST_CASE("a resource is known by each of its identifiers, and has no /.default") {
  const auto& sandbox = fresh_sandbox();
  const std::string version = "?api-version=2018-02-01&resource=";
  for (const auto* resource : {"api://sandbox-api", "00000000-0000-0000-0000-0000000000a1",
                               "api://00000000-0000-0000-0000-0000000000a1"}) {
    CHECK(token_claims(ask(sandbox, version + resource)).at("aud") ==
          "00000000-0000-0000-0000-0000000000a1");
  }
  for (const auto* resource : {"api://sandbox-api/.default", "api://sandbox-api/", "api://other"}) {
    const auto answer = ask(sandbox, version + resource);
    CHECK(answer.status == 400);
    CHECK(answer.error() == "invalid_resource");
    CHECK(answer.text.find("AADSTS500011: ") != std::string::npos);
  }
  CHECK(sandbox.requests().at(3).at("code") == "AADSTS500011");
}

TEST_CASE("a user-assigned identity is named in one way") {
  const auto& sandbox = fresh_sandbox();
  const std::string id = "00000000-0000-0000-0000-0000000000b1";
  const std::string object = "ef9aa66b-73af-4e1c-8156-78139ea3f248";
  const std::string resource =
      "/subscriptions/00000000-0000-0000-0000-0000000005b5/resourcegroups/sandbox/providers/"
      "Microsoft.ManagedIdentity/userAssignedIdentities/sandbox-identity";
  for (const auto& parameter :
       {"&client_id=" + id, "&object_id=" + object, "&msi_res_id=" + resource}) {
    const auto answer = ask(sandbox, kQuery + parameter);
    const auto claims = token_claims(answer);
    CHECK(answer.body.at("client_id") == id);
    CHECK(claims.at("azp") == id);
    CHECK(claims.at("oid") == object);
  }
  for (const auto& parameter : {"&client_id=" + object, "&object_id=" + id,
                                std::string("&msi_res_id=x"), std::string("&client_id="),
                                std::string("&client_id=00000000-0000-0000-0000-0000000000b0")}) {
    const auto answer = ask(sandbox, kQuery + parameter);
    CHECK(answer.status == 400);
    CHECK(answer.error() == "invalid_request");
    CHECK(answer.text.find("Identity not found") != std::string::npos);
  }
  for (const auto& parameter : {"&client_id=" + id + "&object_id=" + object,
                                "&mi_res_id=" + resource, "&principal_id=" + object}) {
    CHECK(ask(sandbox, kQuery + parameter).status == 400);
  }
}
