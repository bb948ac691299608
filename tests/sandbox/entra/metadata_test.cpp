// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response metadata(const std::string& tenant) {
  return send(fresh_sandbox(), "GET", "/" + tenant + "/v2.0/.well-known/openid-configuration");
}

}  // namespace

TEST_CASE("Entra metadata: names the tenant by its id") {
  const auto& sandbox = fresh_sandbox();
  const auto response = metadata("contoso.onmicrosoft.com");
  REQUIRE(response.status == 200);
  const auto base = sandbox["base_url"] + "/" + sandbox["tenant_id"];
  CHECK(response.body.at("issuer") == base + "/v2.0");
  CHECK(response.body.at("token_endpoint") == sandbox["token_endpoint"]);
  CHECK(response.body.at("jwks_uri") == sandbox["jwks_uri"]);
  CHECK(response.body.at("device_authorization_endpoint") == base + "/oauth2/v2.0/devicecode");
  CHECK(response.body.at("authorization_endpoint") == base + "/oauth2/v2.0/authorize");
  CHECK(response.body.at("token_endpoint_auth_methods_supported").is_array());
  CHECK_FALSE(response.body.contains("code_challenge_methods_supported"));
  CHECK_FALSE(response.body.contains("grant_types_supported"));
  CHECK(metadata(sandbox["tenant_id"]).body == response.body);
}

TEST_CASE("Entra metadata: common and organizations have an issuer template") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* tenant : {"common", "organizations"}) {
    const auto response = metadata(tenant);
    CHECK(response.body.at("issuer") == sandbox["base_url"] + "/{tenantid}/v2.0");
    CHECK(response.body.at("token_endpoint") ==
          sandbox["base_url"] + "/" + tenant + "/oauth2/v2.0/token");
  }
}

TEST_CASE("Entra metadata: an unknown tenant is refused") {
  const auto response = metadata("fabrikam.onmicrosoft.com");
  CHECK(response.status == 400);
  CHECK(response.code() == 90002);
  CHECK(response.error() == "invalid_tenant");
}

TEST_CASE("Entra keys: have an issuer and no alg") {
  const auto& sandbox = fresh_sandbox();
  const auto response = send(sandbox, "GET", "/common/discovery/v2.0/keys");
  REQUIRE(response.status == 200);
  const auto& key = response.body.at("keys").at(0);
  CHECK(key.at("kty") == "RSA");
  CHECK(key.at("use") == "sig");
  CHECK(key.at("issuer") == sandbox["base_url"] + "/{tenantid}/v2.0");
  CHECK_FALSE(key.contains("alg"));
  CHECK_FALSE(key.contains("d"));
}

TEST_CASE("Entra metadata: v1.0 has its own metadata, issuer and keys") {
  const auto& sandbox = fresh_sandbox();
  const auto base = sandbox["base_url"] + "/" + sandbox["tenant_id"];
  const auto path = "/" + sandbox["tenant_id"] + "/.well-known/openid-configuration";
  const auto metadata_of_v1 = send(sandbox, "GET", path);
  REQUIRE(metadata_of_v1.status == 200);
  CHECK(metadata_of_v1.body.at("issuer") == base + "/");
  CHECK(metadata_of_v1.body.at("jwks_uri") == base + "/discovery/keys");
  CHECK(metadata_of_v1.body.at("token_endpoint") == base + "/oauth2/token");
  CHECK(send(sandbox, "GET", "/common/.well-known/openid-configuration").body.at("issuer") ==
        sandbox["base_url"] + "/{tenantid}/");
  const auto keys = send(sandbox, "GET", "/common/discovery/keys");
  REQUIRE(keys.status == 200);
  CHECK_FALSE(keys.body.at("keys").at(0).contains("issuer"));
}
