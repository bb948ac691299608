// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/sidecar_client.hpp"
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

/// What the user's own application sends to the middle tier.
std::string incoming(const SandboxProcess& sandbox) {
  return tokens_for(sandbox, "api://sandbox-middle-tier/defaultaccess")
      .at("access_token")
      .get<std::string>();
}

Response call_on_behalf(const SandboxProcess& sandbox, const std::string& assertion) {
  return post_token(sandbox, behalf_request(assertion));
}

int refused_with(const SandboxProcess& sandbox, const std::string& assertion) {
  const auto response = call_on_behalf(sandbox, assertion);
  CHECK(response.error() == "invalid_grant");
  return response.code();
}

}  // namespace

TEST_CASE("on-behalf-of: returns a token of the same user for the next API") {
  const auto& sandbox = fresh_sandbox();
  const auto token = incoming(sandbox);
  const auto response = call_on_behalf(sandbox, token);
  REQUIRE(response.status == 200);
  CHECK(response.body.at("scope") == "api://sandbox-api/data.read");
  CHECK_FALSE(response.body.contains("refresh_token"));
  const auto claims = claims_in(response.body);
  CHECK(claims.at("aud") == kSandboxApi);
  CHECK(claims.at("azp") == kConfidential);
  CHECK(claims.at("azpacr") == "1");
  CHECK(claims.at("oid") == kAdaId);
  CHECK(claims.at("preferred_username") == kAda);
  CHECK(claims.at("scp") == "data.read");
  CHECK(claims.at("sub") != claims_of(token).at("sub"));

  const auto with_refresh = post_token(
      sandbox, with(behalf_request(token), "scope", "offline_access api://sandbox-api/.default"));
  CHECK(claims_in(with_refresh.body).at("scp") == "data.read data.write");
  CHECK(with_refresh.body.contains("refresh_token"));
}

TEST_CASE("on-behalf-of: an incoming token that is invalid or for another client is refused") {
  const auto& sandbox = fresh_sandbox();
  CHECK(refused_with(sandbox, "x") == 50013);
  auto forged = incoming(sandbox);
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  CHECK(refused_with(sandbox, forged) == 50013);
  CHECK(refused_with(sandbox, sign_jwt(OrderedJson::object(), OrderedJson::object(), test_key())) ==
        50013);
  const auto for_graph = tokens_for(sandbox, "openid profile");
  CHECK(refused_with(sandbox, for_graph.at("access_token").get<std::string>()) == 50013);
  CHECK(refused_with(sandbox, user_token(sandbox, {{"claims", {{"tid", "other"}}}})) == 50013);
  CHECK(refused_with(sandbox, user_token(sandbox, {{"lifetime", 0}})) == 500133);
  const auto for_api = tokens_for(sandbox, "api://sandbox-api/data.read");
  CHECK(refused_with(sandbox, for_api.at("access_token").get<std::string>()) == 500131);
  CHECK(refused_with(sandbox, user_token(sandbox, {{"audience", "api://Sandbox-Middle-Tier"}})) ==
        500131);
  CHECK(call_on_behalf(sandbox, user_token(sandbox, {{"audience", "api://sandbox-middle-tier"}}))
            .status == 200);
}

TEST_CASE("on-behalf-of: id tokens and app tokens are refused") {
  const auto& sandbox = fresh_sandbox();
  const auto signed_in =
      post_token(sandbox, web_code_request(sign_in(sandbox, web_authorize_request())));
  CHECK(refused_with(sandbox, signed_in.body.at("id_token").get<std::string>()) == 240002);
  const auto app_only =
      post_token(sandbox, with(good_request(), "scope", "api://sandbox-middle-tier/.default"));
  CHECK(refused_with(sandbox, app_only.body.at("access_token").get<std::string>()) == 240002);
}

TEST_CASE("on-behalf-of: a missing credential, assertion, use or scope is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto token = incoming(sandbox);
  const auto refused = [&](const std::string& name, const std::string& value) {
    return post_token(sandbox, with(behalf_request(token), name, value)).code();
  };
  CHECK(refused("client_secret", "") == 7000218);
  CHECK(refused("client_secret", "x") == 7000215);
  CHECK(refused("client_id", "unknown") == 700016);
  CHECK(refused("requested_token_use", "") == 900144);
  CHECK(refused("requested_token_use", "other") == 90100);
  CHECK(refused("assertion", "") == 900144);
  CHECK(refused("scope", "") == 900144);
  CHECK(refused("scope", "api://other/.default") == 500011);
  CHECK(refused("scope", "api://sandbox-api/x") == 650053);
  CHECK(refused("scope", "api://sandbox-api/.default api://cluster.ns.app/.default") == 28000);
  CHECK(refused("claims", "x") == 90100);
  CHECK(post_token(sandbox, behalf_request(token), {}, "common").code() == 50059);
  CHECK(post_token(sandbox, behalf_request(token), {}, "fabrikam.example").code() == 90002);
}

TEST_CASE("on-behalf-of: a client that is not allowed to use it is refused") {
  const auto& sandbox = fresh_sandbox();
  register_client(sandbox, "alone", {{"secrets", {"s"}}, {"on_behalf_of_allowed", false}});
  const auto token = user_token(sandbox, {{"audience", "alone"}});
  const auto request =
      with(with(behalf_request(token), "client_id", "alone"), "client_secret", "s");
  CHECK(post_token(sandbox, request).code() == 7000114);
  register_client(sandbox, "alone", {{"secrets", {"s"}}});
  CHECK(post_token(sandbox, request).status == 200);
}

TEST_CASE("on-behalf-of: a client with App ID URIs is an API for users") {
  const auto& sandbox = fresh_sandbox();
  register_client(sandbox, "an-api",
                  {{"secrets", {"s"}}, {"identifier_uris", {"api://an-api"}}, {"scopes", {"go"}}});
  const auto response = tokens_for(sandbox, "api://an-api/go");
  CHECK(claims_in(response).at("aud") == "an-api");
  CHECK(claims_in(response).at("scp") == "go");
}
