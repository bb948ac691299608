// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/sidecar_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Json claims_for(const SandboxProcess& sandbox, const OrderedJson& request) {
  return token_claims(ask_sidecar(sandbox, kSidecarToken, request));
}

/// True if the error that the sidecar passed on has that code.
bool has_code(const Response& response, const std::string& code) {
  return contains(string_or(response.body, "error_description"), code);
}

}  // namespace

TEST_CASE("sidecar token: the response has three members") {
  const auto& sandbox = fresh_sandbox();
  const auto response = ask_sidecar(sandbox, kSidecarToken, entra_request());
  CHECK(response.status == 200);
  CHECK(response.body.size() == 3);
  CHECK(response.body.at("token_type") == "Bearer");
  CHECK(response.body.at("expires_in") == 3600);
}

TEST_CASE("sidecar token: Entra's token is for the application") {
  const auto& sandbox = fresh_sandbox();
  const auto claims = claims_for(sandbox, entra_request());
  CHECK(claims.at("aud") == "00000000-0000-0000-0000-0000000000a4");
  CHECK(claims.at("azp") == sandbox["client_id"]);
  CHECK(claims.at("azpacr") == "2");
  CHECK(claims.at("roles") == Json::array({"access_as_application"}));
}

TEST_CASE("sidecar token: Entra's error is passed on with two members") {
  const auto& sandbox = fresh_sandbox();
  const auto ask = [&](const std::string& target) {
    return ask_sidecar(sandbox, kSidecarToken, entra_request({{"target", target}}));
  };
  const auto unknown = ask("api://other/.default");
  CHECK(is_refused(unknown, 400, "invalid_resource"));
  CHECK(has_code(unknown, "AADSTS500011: "));
  for (const auto* target : {"api://cluster.ns.app", "cluster:ns:app", "User.Read"}) {
    const auto response = ask(target);
    CHECK(is_refused(response, 400, "invalid_scope"));
    CHECK(has_code(response, "AADSTS1002012: "));
  }
  const auto several = ask("api://cluster.ns.app/.default api://sandbox-api/.default");
  CHECK(is_refused(several, 400, "invalid_scope"));
  CHECK(has_code(several, "AADSTS70011: "));
  CHECK(sandbox.requests().at(0).at("code") == "AADSTS500011");
}

TEST_CASE("sidecar token: refused if the API requires a role that the application lacks") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const OrderedJson request = entra_request({{"target", "api://sandbox-assigned/.default"}});
  CHECK(ask_sidecar(sandbox, kSidecarToken, request).status == 200);
  sandbox.register_client({{"client_id", sandbox["client_id"]}, {"secrets", {"s"}}});
  sandbox.reset();
  const auto response = ask_sidecar(sandbox, kSidecarToken, request);
  CHECK(is_refused(response, 400, "invalid_grant"));
  CHECK(has_code(response, "AADSTS501051: "));
}

TEST_CASE("sidecar token: Maskinporten's token is for the application") {
  const auto& sandbox = fresh_sandbox();
  const auto response =
      ask_sidecar(sandbox, kSidecarToken,
                  maskinporten_request({{"target", "sandbox:read skatt:some.scope"},
                                        {"resource", "https://a.example"}}));
  CHECK(response.body.at("expires_in") == 120);
  CHECK(response.body.size() == 3);
  const auto claims = claims_of(access_token(response));
  CHECK(claims.at("iss") == sandbox["base_url"] + "/");
  CHECK(claims.at("scope") == "sandbox:read skatt:some.scope");
  CHECK(claims.at("aud") == "https://a.example");
  CHECK(claims.at("client_id") == "5b5f4d3c-0c1d-4e2f-8a3b-000000000001");
  CHECK(claims.at("consumer").at("ID") == "0192:123456789");
  CHECK_FALSE(claims_for(sandbox, maskinporten_request()).contains("aud"));
}

TEST_CASE("sidecar token: Maskinporten's error is passed on with two members") {
  const auto& sandbox = fresh_sandbox();
  const auto ask = [&](const OrderedJson& more) {
    return ask_sidecar(sandbox, kSidecarToken, maskinporten_request(more));
  };
  const auto scope = ask({{"target", "a:unknown"}});
  CHECK(is_refused(scope, 400, "invalid_scope"));
  CHECK(has_code(scope, "(MP-200, "));
  CHECK(has_code(ask({{"target", "  "}}), "(MP-011, "));
  CHECK(has_code(ask({{"resource", "a.example"}}), "(MP-011, "));
  CHECK(has_code(ask({{"authorization_details", OrderedJson::array()}}), "(MP-301, "));
  CHECK(sandbox.requests().at(0).at("code") == "MP-200");
}

TEST_CASE("sidecar token: Maskinporten's fields are refused for Entra") {
  const auto& sandbox = fresh_sandbox();
  for (const OrderedJson& more : {OrderedJson{{"resource", "https://a.example"}},
                                  OrderedJson{{"authorization_details", OrderedJson::array()}}}) {
    CHECK(is_refused(ask_sidecar(sandbox, kSidecarToken, entra_request(more)), 400,
                     "invalid_request"));
  }
}

TEST_CASE("sidecar token: other providers are refused") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* provider : {"tokenx", "idporten"}) {
    const auto response =
        ask_sidecar(sandbox, kSidecarToken, entra_request({{"identity_provider", provider}}));
    CHECK(is_refused(response, 400, "invalid_request"));
    CHECK(has_code(response, "does not support token requests"));
  }
}

TEST_CASE("sidecar token: settings change the responses") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"response_overrides", {{"expires_in", nullptr}}}});
  CHECK(ask_sidecar(sandbox, kSidecarToken, entra_request()).body.size() == 2);
  sandbox.settings({{"raw_response", "nothing"}});
  CHECK(ask_sidecar(sandbox, kSidecarToken, entra_request()).text == "nothing");
}
