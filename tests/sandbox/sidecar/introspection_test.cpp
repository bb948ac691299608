// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/sidecar_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response introspect(const SandboxProcess& sandbox, const std::string& provider,
                    const std::string& token) {
  return ask_sidecar(sandbox, kSidecarIntrospection,
                     {{"identity_provider", provider}, {"token", token}});
}

bool is_active(const SandboxProcess& sandbox, const std::string& provider,
               const std::string& token) {
  const auto response = introspect(sandbox, provider, token);
  CHECK(response.status == 200);
  const bool active = response.body.at("active").get<bool>();
  if (!active) {
    CHECK(response.body.size() == 2);
    CHECK_FALSE(response.error().empty());
  }
  return active;
}

std::string token_with(const SandboxProcess& sandbox, const std::string& claim,
                       const OrderedJson& value) {
  return user_token(sandbox, {{"claims", {{claim, value}}}});
}

}  // namespace

TEST_CASE("sidecar introspection: returns all claims of an active token") {
  const auto& sandbox = fresh_sandbox();
  const auto token = token_with(sandbox, "active", false);
  const auto response = introspect(sandbox, "entra_id", token);
  CHECK(response.status == 200);
  auto expected = claims_of(token);
  expected["active"] = true;
  CHECK(response.body == expected);
  CHECK(sandbox.counters().at("sidecar_introspection") == 1);
}

TEST_CASE("sidecar introspection: a token that the sandbox did not sign is inactive") {
  const auto& sandbox = fresh_sandbox();
  const auto good = user_token(sandbox);
  CHECK(is_active(sandbox, "azuread", good));
  CHECK_FALSE(is_active(sandbox, "entra_id", forged(good)));
  CHECK_FALSE(is_active(sandbox, "entra_id", good.substr(0, good.rfind('.') + 1)));
  CHECK_FALSE(is_active(sandbox, "entra_id", "x"));
  CHECK_FALSE(is_active(sandbox, "entra_id", "Bearer " + good));
}

TEST_CASE(
    "sidecar introspection: a token outside its lifetime is inactive, with a minute of leeway") {
  const auto& sandbox = fresh_sandbox();
  const auto time = unix_time();
  CHECK(is_active(sandbox, "entra_id", token_with(sandbox, "exp", time - 40)));
  CHECK_FALSE(is_active(sandbox, "entra_id", token_with(sandbox, "exp", time - 61)));
  CHECK_FALSE(is_active(sandbox, "entra_id", token_with(sandbox, "exp", nullptr)));
  CHECK_FALSE(is_active(sandbox, "entra_id", token_with(sandbox, "exp", "x")));
  for (const auto* name : {"nbf", "iat"}) {
    CHECK(is_active(sandbox, "entra_id", token_with(sandbox, name, time + 50)));
    CHECK(is_active(sandbox, "entra_id", token_with(sandbox, name, nullptr)));
    CHECK_FALSE(is_active(sandbox, "entra_id", token_with(sandbox, name, time + 90)));
    CHECK_FALSE(is_active(sandbox, "entra_id", token_with(sandbox, name, "x")));
  }
}

TEST_CASE("sidecar introspection: a token is active only for its provider") {
  const auto& sandbox = fresh_sandbox();
  const auto base = sandbox["base_url"];
  const auto maskinporten = access_token(ask_sidecar(
      sandbox, kSidecarToken, maskinporten_request({{"resource", "https://a.example"}})));
  const auto tokenx = user_token(
      sandbox, {{"audience", "cluster:ns:app"}, {"claims", {{"iss", base + "/tokenx"}}}});
  const auto idporten = token_with(sandbox, "iss", base + "/idporten");
  const std::map<std::string, std::string> tokens{{"entra_id", user_token(sandbox)},
                                                  {"maskinporten", maskinporten},
                                                  {"tokenx", tokenx},
                                                  {"idporten", idporten}};
  for (const auto& [issuer, token] : tokens) {
    for (const auto& [provider, other] : tokens) {
      CAPTURE(issuer, provider);
      CHECK(is_active(sandbox, provider, token) == (provider == issuer));
    }
  }
}

TEST_CASE("sidecar introspection: a token for another application is inactive") {
  const auto& sandbox = fresh_sandbox();
  CHECK_FALSE(is_active(sandbox, "entra_id", user_token(sandbox, {{"audience", "other"}})));
  CHECK_FALSE(
      is_active(sandbox, "tokenx",
                user_token(sandbox, {{"audience", "cluster:ns:other"},
                                     {"claims", {{"iss", sandbox["base_url"] + "/tokenx"}}}})));
}

TEST_CASE("sidecar introspection: refused without provider and token, or with more fields") {
  const auto& sandbox = fresh_sandbox();
  const auto token = user_token(sandbox);
  for (const OrderedJson& body :
       {OrderedJson{{"token", token}}, OrderedJson{{"identity_provider", "entra_id"}},
        OrderedJson{{"identity_provider", "entra_id"}, {"token", token}, {"target", "x"}},
        OrderedJson{{"identity_provider", "other"}, {"token", token}}}) {
    CHECK(is_refused(ask_sidecar(sandbox, kSidecarIntrospection, body), 400, "invalid_request"));
  }
}
