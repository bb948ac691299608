// SPDX-License-Identifier: MIT
#include "sidecar_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("a user's token is made on demand, for the first client where nothing is said") {
  const auto& sandbox = fresh_sandbox();
  const auto claims = claims_of(user_token(sandbox));
  CHECK(claims.at("aud") == sandbox["client_id"]);
  CHECK(claims.at("iss") == sandbox["base_url"] + "/" + sandbox["tenant_id"] + "/v2.0");
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 3600);
  CHECK(claims.at("scp") == "defaultaccess");
  CHECK(claims.at("sub") == "sandbox-user");
  CHECK(claims.at("tid") == sandbox["tenant_id"]);
  CHECK(claims.at("ver") == "2.0");
  for (const auto* name : {"oid", "azp", "name", "preferred_username", "nbf"}) {
    CHECK(claims.contains(name));
  }
  CHECK(user_token(sandbox) != user_token(sandbox));
}

TEST_CASE("every claim of a user's token can be changed") {
  const auto& sandbox = fresh_sandbox();
  const auto claims = claims_of(
      user_token(sandbox, {{"audience", "a"},
                           {"scp", "b"},
                           {"subject", "c"},
                           {"lifetime", 60},
                           {"claims", {{"name", nullptr}, {"ver", "1.0"}, {"acr", "high"}}}}));
  CHECK(claims.at("aud") == "a");
  CHECK(claims.at("scp") == "b");
  CHECK(claims.at("sub") == "c");
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 60);
  CHECK_FALSE(claims.contains("name"));
  CHECK(claims.at("ver") == "1.0");
  CHECK(claims.at("acr") == "high");
  for (const auto* body :
       {"", "[]", R"({"audience":7})", R"({"lifetime":-1})", R"({"claims":[]})"}) {
    CHECK(send(sandbox, "POST", "/sandbox/user-tokens", {}, body).status == 400);
  }
}
