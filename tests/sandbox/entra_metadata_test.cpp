// SPDX-License-Identifier: MIT
#include "token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Answer metadata(const std::string& tenant) {
  return send(fresh_sandbox(), "GET", "/" + tenant + "/v2.0/.well-known/openid-configuration");
}

}  // namespace

TEST_CASE("the metadata of a tenant names the tenant by its id") {
  const auto& sandbox = fresh_sandbox();
  const auto answer = metadata("contoso.onmicrosoft.com");
  REQUIRE(answer.status == 200);
  const auto base = sandbox["base_url"] + "/" + sandbox["tenant_id"];
  CHECK(answer.body.at("issuer") == base + "/v2.0");
  CHECK(answer.body.at("token_endpoint") == sandbox["token_endpoint"]);
  CHECK(answer.body.at("jwks_uri") == sandbox["jwks_uri"]);
  CHECK(answer.body.at("device_authorization_endpoint") == base + "/oauth2/v2.0/devicecode");
  CHECK(answer.body.at("authorization_endpoint") == base + "/oauth2/v2.0/authorize");
  CHECK(answer.body.at("token_endpoint_auth_methods_supported").is_array());
  CHECK_FALSE(answer.body.contains("code_challenge_methods_supported"));
  CHECK_FALSE(answer.body.contains("grant_types_supported"));
  CHECK(metadata(sandbox["tenant_id"]).body == answer.body);
}

TEST_CASE("the metadata of no tenant in particular has an issuer template") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* tenant : {"common", "organizations"}) {
    const auto answer = metadata(tenant);
    CHECK(answer.body.at("issuer") == sandbox["base_url"] + "/{tenantid}/v2.0");
    CHECK(answer.body.at("token_endpoint") ==
          sandbox["base_url"] + "/" + tenant + "/oauth2/v2.0/token");
  }
}

TEST_CASE("the metadata of an unknown tenant is an error") {
  const auto answer = metadata("fabrikam.onmicrosoft.com");
  CHECK(answer.status == 400);
  CHECK(answer.code() == 90002);
  CHECK(answer.error() == "invalid_tenant");
}

TEST_CASE("the keys have an issuer and no alg") {
  const auto& sandbox = fresh_sandbox();
  const auto answer = send(sandbox, "GET", "/common/discovery/v2.0/keys");
  REQUIRE(answer.status == 200);
  const auto& key = answer.body.at("keys").at(0);
  CHECK(key.at("kty") == "RSA");
  CHECK(key.at("use") == "sig");
  CHECK(key.at("issuer") == sandbox["base_url"] + "/{tenantid}/v2.0");
  CHECK_FALSE(key.contains("alg"));
  CHECK_FALSE(key.contains("d"));
}
