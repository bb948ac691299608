// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "sandbox/maskinporten_grants.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response post(const SandboxProcess& sandbox, const Fields& fields) {
  return post_form(sandbox, "/token", fields);
}

}  // namespace

TEST_CASE("Maskinporten metadata: names the endpoints at the root") {
  const auto& sandbox = fresh_sandbox();
  const auto base = sandbox["base_url"];
  const auto path = "/.well-known/oauth-authorization-server";
  const auto response = send(sandbox, "GET", path);
  CHECK(response.status == 200);
  CHECK(
      response.body ==
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

TEST_CASE("Maskinporten keys: have an alg") {
  const auto& sandbox = fresh_sandbox();
  const auto response = send(sandbox, "GET", "/jwk");
  const auto keys = crypto::parse_jwks(response.text);
  REQUIRE(keys.has_value());
  REQUIRE(keys->size() == 1);
  CHECK(keys->front().algorithm == crypto::Algorithm::rs256);
  CHECK(response.body.at("keys").at(0).at("use") == "sig");
  CHECK(send(sandbox, "POST", "/jwk").status == 405);
  CHECK(sandbox.counters().at("maskinporten_jwks") == 2);
}

TEST_CASE("Maskinporten token endpoint: the response has four members and no refresh token") {
  const Granter client;
  const auto response = client.ask(client.claims());
  REQUIRE(response.status == 200);
  CHECK(response.body.size() == 4);
  CHECK(response.body.at("token_type") == "Bearer");
  CHECK(response.body.at("expires_in") == 120);
  CHECK(response.body.at("scope") == "a:read");
  CHECK(response.headers.at("cache-control") == "no-store");
  CHECK(client.sandbox().counters().at("maskinporten_token") == 1);
}

TEST_CASE("Maskinporten token endpoint: a parameter besides grant_type and assertion is refused") {
  const Granter client;
  const auto& sandbox = client.sandbox();
  const auto assertion = client.sign(client.claims());
  const Fields good{{"grant_type", kGrantType}, {"assertion", assertion}};
  for (const auto* name : {"client_id", "scope", "resource", "client_assertion"}) {
    const auto response = post(sandbox, with(good, name, "x"));
    CHECK(response.status == 400);
    CHECK(response.error() == "invalid_request");
    CHECK(mp_code(response) == "none");
  }
  auto repeated = good;
  repeated.emplace_back("assertion", assertion);
  CHECK(post(sandbox, repeated).error() == "invalid_request");
  const auto empty = post(sandbox, with(good, "assertion", ""));
  CHECK(empty.error() == "invalid_request");
  CHECK(mp_code(empty) == "none");
  CHECK(post(sandbox, with(good, "grant_type", "")).error() == "invalid_request");
  CHECK(post(sandbox, with(good, "grant_type", "client_credentials")).error() ==
        "unsupported_grant_type");
  const auto body = encode_form(good);
  const auto json = send(sandbox, "POST", "/token", {{"Content-Type", "application/json"}}, body);
  CHECK(json.status == 400);
  CHECK(json.error() == "invalid_request");
  const auto put =
      send(sandbox, "PUT", "/token", {{"Content-Type", "application/x-www-form-urlencoded"}}, body);
  CHECK(put.status == 405);
  CHECK(put.error() == "invalid_request");
  // None of these has used the grant.
  CHECK(post(sandbox, good).status == 200);
}

TEST_CASE("Maskinporten token endpoint: a used grant is refused") {
  const Granter client;
  const auto claims = client.claims();
  CHECK(client.ask(claims).status == 200);
  const auto replayed = client.ask(claims);
  CHECK(replayed.status == 400);
  CHECK(mp_code(replayed) == "MP-012");
  CHECK(replayed.error() == "invalid_grant");
  CHECK(contains(replayed.text, "Grant is used before"));
  // The same jti in another assertion is the same grant.
  CHECK(mp_code(client.ask_with("jti", claims.at("jti"))) == "MP-012");

  auto nameless = client.claims();
  nameless.erase("jti");
  nameless["exp"] = unix_time() + 77;
  CHECK(client.ask(nameless).status == 200);
  CHECK(mp_code(client.ask(nameless)) == "MP-012");
  CHECK(mp_code(client.ask_with("jti", "")) == "MP-011");
  CHECK(mp_code(client.ask_with("jti", 7)) == "MP-011");
}

TEST_CASE("Maskinporten token endpoint: a grant that was refused for its scope is used up") {
  const Granter client;
  auto claims = client.claims_with("scope", "a:unknown");
  CHECK(mp_code(client.ask(claims)) == "MP-200");
  claims["scope"] = "a:read";
  CHECK(mp_code(client.ask(claims)) == "MP-012");
}

TEST_CASE("Maskinporten token endpoint: a grant whose response was lost is used up") {
  const Granter client;
  for (const Json& fault : {Json({{"endpoint", "maskinporten_token"}, {"status", 503}}),
                            Json({{"endpoint", "maskinporten_token"}, {"close", true}}),
                            Json({{"endpoint", "maskinporten_token"}, {"after_bytes", 1}})}) {
    const auto claims = client.claims();
    client.sandbox().fault(fault);
    CHECK(client.ask(claims).status != 200);
    CHECK(mp_code(client.ask(claims)) == "MP-012");
    CHECK(client.ask(client.claims()).status == 200);
  }
}

TEST_CASE("Maskinporten token endpoint: MP codes are in the journal") {
  const Granter client;
  (void)client.ask_with("scope", "a:unknown");
  (void)client.ask(client.claims());
  const auto requests = client.sandbox().requests();
  CHECK(requests.at(0).at("code") == "MP-200");
  CHECK(requests.at(1).at("code").is_null());
}

TEST_CASE("Maskinporten token endpoint: settings change the responses") {
  const Granter client;
  const auto& sandbox = client.sandbox();
  sandbox.settings({{"maskinporten_token_lifetime", 30}, {"token_lifetime", 7}});
  CHECK(client.ask(client.claims()).body.at("expires_in") == 30);
  sandbox.settings({{"maskinporten_token_lifetime", nullptr},
                    {"response_overrides", {{"scope", nullptr}, {"expires_in", "5"}}}});
  const auto overridden = client.ask(client.claims());
  CHECK_FALSE(overridden.body.contains("scope"));
  CHECK(overridden.body.at("expires_in") == "5");
  sandbox.settings({{"raw_response", "nothing"}});
  CHECK(client.ask(client.claims()).text == "nothing");
  CHECK(send(sandbox, "PUT", "/sandbox/settings", {}, R"({"maskinporten_token_lifetime":-1})")
            .status == 400);
}
