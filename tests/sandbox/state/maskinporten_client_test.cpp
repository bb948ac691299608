// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "sandbox/maskinporten_grants.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("Maskinporten clients: an invalid registration is refused with its reason") {
  const auto& sandbox = fresh_sandbox();
  const auto jwk = test_jwk("k").dump();
  for (const auto& body : std::vector<std::string>{
           "", "[]", "{}", R"({"client_id":"x"})", R"({"client_id":"","organization":"123456789"})",
           R"({"client_id":"x","organization":"12345678"})",
           R"({"client_id":"x","organization":"12345678a"})",
           R"({"client_id":"x","organization":"123456789","jwks":{}})",
           R"({"client_id":"x","organization":"123456789","jwks":[{}]})",
           R"({"client_id":"x","organization":"123456789","certificates":["y"]})",
           R"({"client_id":"x","organization":"123456789","scopes":[1]})",
           R"({"client_id":"x","organization":"123456789","delegated_by":["1"]})"}) {
    const auto response = send(sandbox, "POST", "/sandbox/maskinporten/clients", {}, body);
    CAPTURE(body);
    CHECK(response.status == 400);
    CHECK_FALSE(response.error().empty());
  }
}

TEST_CASE("Maskinporten clients: a key that is not RSA or has no kid is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto ec = crypto::PrivateKey::generate_ec(256);
  auto ec_jwk = crypto::to_public_jwk(ec.public_key());
  ec_jwk["kid"] = "ec";
  auto nameless = test_jwk("");
  nameless.erase("kid");
  for (const auto& jwk : {ec_jwk, nameless}) {
    CHECK(send_json(sandbox, "POST", "/sandbox/maskinporten/clients",
                    {{"client_id", "x"}, {"organization", "123456789"}, {"jwks", {jwk}}})
              .status == 400);
  }
}

TEST_CASE("Maskinporten clients: granted scopes are the registered ones by default") {
  const Granter denied(OrderedJson{{"granted_scopes", OrderedJson::array()}});
  CHECK(mp_code(denied.ask(denied.claims())) == "MP-250");
  const auto& sandbox = denied.sandbox();
  REQUIRE(send_json(sandbox, "POST", "/sandbox/maskinporten/clients",
                    {{"client_id", denied.claims().at("iss")},
                     {"organization", "111222333"},
                     {"jwks", {test_jwk("my-key")}},
                     {"scopes", {"a:read", "b:read"}}})
              .status == 201);
  CHECK(denied.ask(denied.claims()).status == 200);
}
