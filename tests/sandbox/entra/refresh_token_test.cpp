// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <thread>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

constexpr const char* kScope = "openid offline_access api://sandbox-api/data.read";

std::string refresh_token(const Json& response) {
  return response.at("refresh_token").get<std::string>();
}

std::string refresh_token(const SandboxProcess& sandbox, const std::string& username = kAda) {
  return refresh_token(tokens_for(sandbox, kScope, username));
}

Response refresh(const SandboxProcess& sandbox, const std::string& token) {
  return post_token(sandbox, refresh_request(token));
}

}  // namespace

TEST_CASE("refresh token: redeemed for new tokens and stays valid") {
  const auto& sandbox = fresh_sandbox();
  const auto code =
      sign_in(sandbox, with(with(authorize_request(), "scope", kScope), "nonce", "n"));
  const auto first = post_token(sandbox, code_request(code)).body;
  const auto token = refresh_token(first);
  const auto response = refresh(sandbox, token);
  REQUIRE(response.status == 200);
  CHECK(response.body.at("scope") == "api://sandbox-api/data.read openid");
  CHECK(claims_in(response.body).at("oid") == kAdaId);
  CHECK(claims_in(response.body).at("sub") == claims_in(first).at("sub"));
  CHECK(response.body.at("access_token") != first.at("access_token"));
  CHECK(claims_in(first, "id_token").at("nonce") == "n");
  CHECK_FALSE(claims_in(response.body, "id_token").contains("nonce"));
  CHECK(refresh_token(response.body) != token);
  CHECK(refresh(sandbox, token).status == 200);
  CHECK(refresh(sandbox, refresh_token(response.body)).status == 200);
}

TEST_CASE("refresh token: redeemed for other APIs") {
  const auto& sandbox = fresh_sandbox();
  const auto request = refresh_request(refresh_token(sandbox));
  const auto response =
      post_token(sandbox, with(request, "scope", "api://sandbox-middle-tier/.default"));
  REQUIRE(response.status == 200);
  CHECK(claims_in(response.body).at("aud") == kConfidential);
  CHECK_FALSE(response.body.contains("id_token"));
  // The scope of one response does not limit the next.
  CHECK(refresh(sandbox, refresh_token(response.body)).body.at("scope") ==
        "api://sandbox-api/data.read openid");
  CHECK(post_token(sandbox, with(request, "scope", "api://other/.default")).code() == 500011);
  CHECK(post_token(sandbox, with(request, "scope", "api://sandbox-api/x")).code() == 650053);
  CHECK(post_token(sandbox, with(request, "scope",
                                 "api://sandbox-api/.default api://cluster.ns.app/.default"))
            .code() == 28000);
}

TEST_CASE("refresh token: refused with another client, accepted at another tenant name") {
  const auto& sandbox = fresh_sandbox();
  const auto token = refresh_token(sandbox);
  const auto unknown = refresh(sandbox, "1.Axyz");
  CHECK(unknown.code() == 70000);
  CHECK(unknown.error() == "invalid_grant");
  CHECK(refresh(sandbox, "").code() == 900144);
  register_client(sandbox, "stranger", {{"public", true}});
  CHECK(post_token(sandbox, with(refresh_request(token), "client_id", "stranger")).code() == 70000);
  CHECK(post_token(sandbox, with(refresh_request(token), "client_secret", "x")).code() == 700025);
  CHECK(post_token(sandbox, refresh_request(token), {{"Origin", "https://a.example"}}).code() ==
        9002326);
  CHECK(post_token(sandbox, refresh_request(token), {}, "organizations").status == 200);
  CHECK(post_token(sandbox, refresh_request(token), {}, "consumers").code() == 9001023);
  CHECK(post_token(sandbox, refresh_request(token), {}, "fabrikam.example").code() == 90002);
  CHECK(post_token(sandbox, with(refresh_request(token), "claims", "x")).code() == 90100);
}

TEST_CASE("refresh token: a web application needs its credential") {
  const auto& sandbox = fresh_sandbox();
  const auto first =
      post_token(sandbox, web_code_request(sign_in(sandbox, web_authorize_request())));
  const auto request =
      with(with(refresh_request(refresh_token(first.body)), "client_id", kConfidential),
           "client_secret", "p+ss &w%rd=~1");
  CHECK(post_token(sandbox, request).status == 200);
  CHECK(post_token(sandbox, with(request, "client_secret", "")).code() == 7000218);
  CHECK(post_token(sandbox, with(request, "client_secret", "x")).code() == 7000215);
}

TEST_CASE("refresh token: refused when expired or revoked") {
  const auto& sandbox = fresh_sandbox();
  const auto adas = refresh_token(sandbox);
  const auto bobs = refresh_token(sandbox, kBob);
  sandbox.settings({{"refresh_token_lifetime", 0}});
  const auto expired = refresh(sandbox, adas);
  CHECK(expired.code() == 700082);
  CHECK(expired.error() == "invalid_grant");
  sandbox.settings({{"refresh_token_lifetime", nullptr}});
  sandbox.revoke_refresh_tokens(kBob);
  CHECK(refresh(sandbox, adas).status == 200);
  const auto revoked = refresh(sandbox, bobs);
  CHECK(revoked.code() == 50173);
  CHECK(revoked.error() == "invalid_grant");
  CHECK(revoked.body.at("suberror") == "bad_token");
  sandbox.revoke_refresh_tokens();
  CHECK(refresh(sandbox, adas).code() == 50173);
  CHECK(refresh(sandbox, refresh_token(sandbox)).status == 200);
  CHECK(
      send(sandbox, "POST", "/sandbox/refresh-tokens/revoke", {}, R"({"username":"eve"})").status ==
      400);
}

TEST_CASE("refresh token: with revoke-reuse, a second use revokes the whole sign-in") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"refresh_token_rotation", "revoke-reuse"}});
  const auto first = refresh_token(sandbox);
  const auto other = refresh_token(sandbox);
  // A refusal for another reason does not use it up.
  CHECK(post_token(sandbox, with(refresh_request(first), "scope", "api://other/.default")).code() ==
        500011);
  const auto second = refresh_token(refresh(sandbox, first).body);
  const auto third = refresh_token(refresh(sandbox, second).body);
  const auto reused = refresh(sandbox, first);
  CHECK(reused.code() == 70000);
  CHECK(reused.error() == "invalid_grant");
  CHECK(refresh(sandbox, third).code() == 50173);
  CHECK(refresh(sandbox, first).code() == 50173);
  CHECK(refresh(sandbox, other).status == 200);
  CHECK(send(sandbox, "PUT", "/sandbox/settings", {}, R"({"refresh_token_rotation":"x"})").status ==
        400);
}

TEST_CASE("refresh token: with revoke-reuse, a race revokes the whole sign-in") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"refresh_token_rotation", "revoke-reuse"}});
  const auto token = refresh_token(sandbox);
  std::array<Response, 8> responses;
  std::vector<std::thread> racers;
  for (auto& response : responses) {
    racers.emplace_back([&] { response = refresh(sandbox, token); });
  }
  for (auto& racer : racers) racer.join();
  std::vector<std::string> survivors;
  for (const auto& response : responses) {
    if (response.status == 200) survivors.push_back(refresh_token(response.body));
  }
  REQUIRE(survivors.size() == 1);
  CHECK(refresh(sandbox, survivors.front()).code() == 50173);
}
