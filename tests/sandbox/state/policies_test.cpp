// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

constexpr const char* kScope = "openid offline_access api://sandbox-api/data.read";

Fields sign_in_request() { return with(authorize_request(), "scope", kScope); }

Response refresh(const SandboxProcess& sandbox, const Json& tokens) {
  return post_token(sandbox, refresh_request(tokens.at("refresh_token").get<std::string>()));
}

Response call_on_behalf(const SandboxProcess& sandbox, const std::string& incoming) {
  return post_token(sandbox, behalf_request(incoming));
}

}  // namespace

TEST_CASE("policies: mfa_required is met by a sign-in with the challenge's claims") {
  const auto& sandbox = fresh_sandbox();
  const auto before = tokens_for(sandbox, kScope);
  sandbox.policies({{{"effect", "mfa_required"}, {"id", "p-1"}}});
  const auto refused = refresh(sandbox, before);
  CHECK(refused.code() == 50076);
  CHECK(refused.error() == "interaction_required");
  CHECK(refused.body.at("suberror") == "basic_action");
  const auto claims = refused.body.at("claims").get<std::string>();
  CHECK(Json::parse(claims) ==
        Json::parse(R"({"access_token":{"capolids":{"essential":true,"values":["p-1"]}}})"));

  // The claims with the old refresh token do not replace a sign-in.
  const auto old = refresh_request(before.at("refresh_token").get<std::string>());
  CHECK(post_token(sandbox, with(old, "claims", claims)).code() == 50076);
  CHECK(post_token(sandbox, code_request(sign_in(sandbox, sign_in_request()))).code() == 50076);

  const auto stepped_up = post_token(
      sandbox, code_request(sign_in(sandbox, with(sign_in_request(), "claims", claims))));
  REQUIRE(stepped_up.status == 200);
  CHECK(refresh(sandbox, stepped_up.body).status == 200);
}

TEST_CASE("policies: mfa_required applies to the API behind a middle tier") {
  const auto& sandbox = fresh_sandbox();
  sandbox.policies(
      {{{"effect", "mfa_required"}, {"client", kConfidential}, {"resource", "api://sandbox-api"}}});
  const auto asked = with(authorize_request(), "scope", "api://sandbox-middle-tier/.default");
  const auto incoming = [&](const Fields& request) {
    const auto response = post_token(sandbox, code_request(sign_in(sandbox, request)));
    return response.body.at("access_token").get<std::string>();
  };
  const auto refused = call_on_behalf(sandbox, incoming(asked));
  CHECK(refused.code() == 50076);
  const auto claims = refused.body.at("claims").get<std::string>();
  CHECK(call_on_behalf(sandbox, incoming(with(asked, "claims", claims))).status == 200);
}

TEST_CASE("policies: consent_required is met on a page") {
  const auto& sandbox = fresh_sandbox();
  const auto before = tokens_for(sandbox, kScope);
  sandbox.policies({{{"effect", "consent_required"}, {"user", kAda}}});
  const auto refused = refresh(sandbox, before);
  CHECK(refused.code() == 65001);
  CHECK(refused.error() == "invalid_grant");
  CHECK(refused.body.at("suberror") == "consent_required");
  CHECK(tokens_for(sandbox, kScope).contains("access_token"));
  CHECK(refresh(sandbox, before).status == 200);

  // For that client only.
  sandbox.policies({{{"effect", "consent_required"}}});
  const auto token = tokens_for(sandbox, "api://sandbox-middle-tier/.default");
  const auto assertion = token.at("access_token").get<std::string>();
  CHECK(call_on_behalf(sandbox, assertion).code() == 65001);
  (void)sign_in(sandbox, with(web_authorize_request(), "scope", "api://sandbox-api/data.read"));
  CHECK(call_on_behalf(sandbox, assertion).status == 200);
}

TEST_CASE("policies: a session is not enough if a policy requires the user") {
  const auto& sandbox = fresh_sandbox();
  const auto cookie = choose_user(sandbox, sign_in_request()).headers.at("set-cookie");
  const Fields session{{"Cookie", cookie.substr(0, cookie.find(';'))}};
  const auto silent = with(sign_in_request(), "prompt", "none");
  CHECK(callback_of(open_sign_in(sandbox, silent, session)).count("code") == 1);
  for (const auto* effect : {"consent_required", "mfa_required"}) {
    sandbox.policies({{{"effect", effect}}});
    CHECK(callback_of(open_sign_in(sandbox, silent, session)).at("error") ==
          "interaction_required");
    CHECK(open_sign_in(sandbox, sign_in_request(), session).status == 200);
  }
}

TEST_CASE("policies: blocked refuses all grants, device_code_blocked only devices") {
  const auto& sandbox = fresh_sandbox();
  const auto before = tokens_for(sandbox, kScope);
  sandbox.policies({{{"effect", "blocked"}}});
  const auto blocked = refresh(sandbox, before);
  CHECK(blocked.code() == 53003);
  CHECK(blocked.error() == "interaction_required");
  CHECK(blocked.body.at("suberror") == "message_only");
  CHECK(blocked.body.contains("claims"));
  CHECK(post_token(sandbox, code_request(sign_in(sandbox, sign_in_request()))).code() == 53003);

  sandbox.policies({{{"effect", "device_code_blocked"}}});
  CHECK(refresh(sandbox, before).status == 200);
  const auto codes =
      post_form(sandbox, std::string("/") + kTenant + "/oauth2/v2.0/devicecode", device_request())
          .body;
  sandbox.approve_device(codes.at("user_code").get<std::string>(), kAda);
  CHECK(post_token(sandbox, poll_request(codes)).code() == 53003);
}

TEST_CASE("policies: apply only to the user, client and resource that they name") {
  const auto& sandbox = fresh_sandbox();
  const auto adas = tokens_for(sandbox, kScope);
  const auto bobs = tokens_for(sandbox, kScope, kBob);
  sandbox.policies({{{"effect", "blocked"}, {"user", "ADA@contoso.onmicrosoft.com"}}});
  CHECK(refresh(sandbox, adas).code() == 53003);
  CHECK(refresh(sandbox, bobs).status == 200);
  sandbox.policies({{{"effect", "blocked"}, {"resource", "api://cluster.ns.app"}}});
  CHECK(refresh(sandbox, adas).status == 200);
  sandbox.policies({{{"effect", "blocked"}, {"client", kConfidential}}});
  CHECK(refresh(sandbox, adas).status == 200);
  sandbox.policies({{{"effect", "blocked"}}});
  CHECK(refresh(sandbox, bobs).code() == 53003);
  CHECK(send(sandbox, "DELETE", "/sandbox/policies").status == 200);
  CHECK(refresh(sandbox, bobs).status == 200);
}

TEST_CASE("policies: invalid ones are refused and change nothing") {
  const auto& sandbox = fresh_sandbox();
  const auto tokens = tokens_for(sandbox, kScope);
  for (const auto* body :
       {"", R"({"policies":{}})", R"({"policies":["x"]})", R"({"policies":[{}]})",
        R"({"policies":[{"effect":"other"}]})",
        R"({"policies":[{"effect":"blocked","user":"eve"}]})",
        R"({"policies":[{"effect":"blocked","client":"x"}]})",
        R"({"policies":[{"effect":"blocked","resource":"x"}]})",
        R"({"policies":[{"effect":"blocked"},{"effect":"blocked","users":"x"}]})"}) {
    CAPTURE(body);
    CHECK(send(sandbox, "PUT", "/sandbox/policies", {}, body).status == 400);
  }
  CHECK(refresh(sandbox, tokens).status == 200);
}
