// SPDX-License-Identifier: MIT
#include "crypto/jwk.hpp"
#include "token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("Maskinporten's metadata names its endpoints at the root") {
  const auto& sandbox = fresh_sandbox();
  const auto base = sandbox["base_url"];
  const auto path = "/.well-known/oauth-authorization-server";
  const auto answer = send(sandbox, "GET", path);
  CHECK(answer.status == 200);
  CHECK(
      answer.body ==
      Json({{"issuer", base + "/"},
            {"token_endpoint", base + "/token"},
            {"jwks_uri", base + "/jwk"},
            {"token_endpoint_auth_methods_supported", Json::array({"private_key_jwt"})},
            {"grant_types_supported", Json::array({"urn:ietf:params:oauth:grant-type:jwt-bearer"})},
            {"token_endpoint_auth_signing_alg_values_supported", {"RS256", "RS384", "RS512"}},
            {"authorization_details_types_supported", Json::array({"urn:altinn:systemuser"})}}));
  CHECK(send(sandbox, "POST", path).status == 405);
  CHECK(sandbox.counters().at("maskinporten_metadata") == 2);
}

TEST_CASE("Maskinporten's keys name their algorithm") {
  const auto& sandbox = fresh_sandbox();
  const auto answer = send(sandbox, "GET", "/jwk");
  const auto keys = crypto::parse_jwks(answer.text);
  REQUIRE(keys.has_value());
  REQUIRE(keys->size() == 1);
  CHECK(keys->front().algorithm == crypto::Algorithm::rs256);
  CHECK(answer.body.at("keys").at(0).at("use") == "sig");
  CHECK(send(sandbox, "POST", "/jwk").status == 405);
  CHECK(sandbox.counters().at("maskinporten_jwks") == 2);
}
