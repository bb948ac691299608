// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response ask_for_codes(const SandboxProcess& sandbox, const Fields& fields = device_request(),
                       const std::string& tenant = kTenant) {
  return post_form(sandbox, "/" + tenant + "/oauth2/v2.0/devicecode", fields);
}

/// Codes without a limit on polling.
Json codes(const SandboxProcess& sandbox) {
  sandbox.settings({{"device_code_interval", 0}});
  const auto response = ask_for_codes(sandbox);
  REQUIRE(response.status == 200);
  return response.body;
}

Response poll(const SandboxProcess& sandbox, const Json& codes) {
  return post_token(sandbox, poll_request(codes));
}

std::string user_code(const Json& codes) { return codes.at("user_code").get<std::string>(); }

Response post_page(const SandboxProcess& sandbox, const Fields& fields) {
  return post_form(sandbox, "/common/oauth2/deviceauth", fields);
}

}  // namespace

TEST_CASE("device authorization: returns two codes and the address of the page") {
  const auto& sandbox = fresh_sandbox();
  const auto response = ask_for_codes(sandbox);
  REQUIRE(response.status == 200);
  CHECK(response.headers.at("cache-control") == "no-store, no-cache");
  CHECK(response.body.size() == 6);
  CHECK(response.body.at("verification_uri") == sandbox["base_url"] + "/common/oauth2/deviceauth");
  CHECK(response.body.at("expires_in") == 900);
  CHECK(response.body.at("interval") == 5);
  CHECK(user_code(response.body).size() == 9);
  CHECK(contains(response.body.at("message").get<std::string>(), user_code(response.body)));
  CHECK(ask_for_codes(sandbox).body.at("device_code") != response.body.at("device_code"));
  sandbox.settings({{"device_code_lifetime", 60}, {"device_code_interval", 1}});
  const auto changed = ask_for_codes(sandbox).body;
  CHECK(changed.at("expires_in") == 60);
  CHECK(changed.at("interval") == 1);
  CHECK(sandbox.counters().at("devicecode") == 3);
  const auto metadata =
      send(sandbox, "GET", std::string("/") + kTenant + "/v2.0/.well-known/openid-configuration");
  CHECK(metadata.body.at("device_authorization_endpoint") ==
        sandbox["device_authorization_endpoint"]);
}

TEST_CASE("device authorization: an invalid request is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto refused = [&](const std::string& name, const std::string& value) {
    return ask_for_codes(sandbox, with(device_request(), name, value)).code();
  };
  CHECK(refused("client_id", "") == 900144);
  CHECK(refused("client_id", "unknown") == 700016);
  CHECK(refused("client_secret", "x") == 700025);
  CHECK(refused("scope", "") == 900144);
  CHECK(refused("scope", "api://other/x") == 500011);
  CHECK(refused("scope", "api://sandbox-api/x") == 650053);
  CHECK(refused("scope", "api://sandbox-api/.default api://cluster.ns.app/.default") == 28000);
  CHECK(refused("claims", "x") == 90100);
  CHECK(ask_for_codes(sandbox, device_request(), "consumers").code() == 9001023);
  CHECK(ask_for_codes(sandbox, device_request(), "fabrikam.example").code() == 90002);
  CHECK(ask_for_codes(sandbox, device_request(), "organizations").status == 200);
  CHECK(send(sandbox, "GET", "/common/oauth2/v2.0/devicecode").code() == 900561);
  CHECK(send(sandbox, "POST", "/common/oauth2/v2.0/devicecode", {}, "{}").code() == 900144);
  auto twice = device_request();
  twice.emplace_back("scope", "openid");
  CHECK(ask_for_codes(sandbox, twice).code() == 9000411);
}

TEST_CASE("device authorization: public clients need permission and others their credential") {
  const auto& sandbox = fresh_sandbox();
  register_client(sandbox, "no-flows", {{"public", true}});
  const auto refused = ask_for_codes(sandbox, with(device_request(), "client_id", "no-flows"));
  CHECK(refused.code() == 7000218);
  CHECK(refused.error() == "invalid_client");
  sandbox.settings({{"device_code_interval", 0}});
  const auto confidential = with(device_request(), "client_id", kConfidential);
  CHECK(ask_for_codes(sandbox, confidential).code() == 7000218);
  const auto asked =
      ask_for_codes(sandbox, with(confidential, "client_secret", "p+ss &w%rd=~1")).body;
  sandbox.approve_device(user_code(asked), kAda);
  const auto request = with(poll_request(asked), "client_id", kConfidential);
  CHECK(post_token(sandbox, request).code() == 7000218);
  CHECK(post_token(sandbox, with(request, "client_secret", "p+ss &w%rd=~1")).status == 200);
}

TEST_CASE("device code: pending until the user signs in, then redeemed once") {
  const auto& sandbox = fresh_sandbox();
  const auto asked = codes(sandbox);
  for (int i = 0; i < 3; ++i) {
    const auto pending = poll(sandbox, asked);
    CHECK(pending.code() == 70016);
    CHECK(pending.error() == "authorization_pending");
  }
  sandbox.approve_device(user_code(asked), kAda);
  const auto response = poll(sandbox, asked);
  REQUIRE(response.status == 200);
  CHECK(response.body.at("scope") == "api://sandbox-api/data.read openid");
  CHECK(claims_in(response.body).at("oid") == kAdaId);
  CHECK(claims_in(response.body, "id_token").at("aud") == kPublic);
  const auto again = poll(sandbox, asked);
  CHECK(again.code() == 54005);
  CHECK(again.error() == "invalid_grant");
  const auto refresh_token = response.body.at("refresh_token").get<std::string>();
  CHECK(post_token(sandbox, refresh_request(refresh_token)).status == 200);
}

TEST_CASE("device code: a declined, unknown or expired code is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto declined = codes(sandbox);
  sandbox.decline_device(user_code(declined));
  for (int i = 0; i < 2; ++i) CHECK(poll(sandbox, declined).error() == "authorization_declined");

  const auto unknown = poll(sandbox, {{"device_code", "x"}});
  CHECK(unknown.code() == 70018);
  CHECK(unknown.error() == "bad_verification_code");
  CHECK(poll(sandbox, {{"device_code", ""}}).code() == 900144);

  sandbox.settings({{"device_code_lifetime", 0}});
  const auto old = codes(sandbox);
  const auto expired = poll(sandbox, old);
  CHECK(expired.code() == 70019);
  CHECK(expired.error() == "expired_token");
  CHECK_THROWS(sandbox.approve_device(user_code(old), kAda));
}

TEST_CASE("device code: refused with another client or tenant") {
  const auto& sandbox = fresh_sandbox();
  const auto asked = codes(sandbox);
  register_client(sandbox, "stranger", {{"public", true}, {"allow_public_client_flows", true}});
  CHECK(post_token(sandbox, with(poll_request(asked), "client_id", "stranger")).code() == 70018);
  CHECK(post_token(sandbox, poll_request(asked), {}, "common").code() == 700005);
  sandbox.approve_device(user_code(asked), kAda);
  CHECK(poll(sandbox, asked).status == 200);
}

TEST_CASE("device code: polling too fast returns slow_down") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"device_code_interval", 1}});
  const auto asked = ask_for_codes(sandbox).body;
  CHECK(poll(sandbox, asked).error() == "authorization_pending");
  const auto early = poll(sandbox, asked);
  CHECK(early.status == 400);
  CHECK(early.error() == "slow_down");
  sandbox.approve_device(user_code(asked), kAda);
  CHECK(poll(sandbox, asked).error() == "slow_down");
}

TEST_CASE("device page: asks for the code, the user and a confirmation") {
  const auto& sandbox = fresh_sandbox();
  const auto asked = codes(sandbox);
  const auto page = send(sandbox, "GET", "/common/oauth2/deviceauth");
  CHECK(page.status == 200);
  CHECK(contains(page.text, "name=\"otc\""));
  CHECK(page.headers.at("content-security-policy").starts_with("default-src 'none'"));
  const auto wrong = post_page(sandbox, {{"otc", "<b>"}});
  CHECK(wrong.status == 400);
  CHECK(contains(wrong.text, "did not work"));
  CHECK_FALSE(contains(wrong.text, "<b>"));

  const auto issued = user_code(asked);
  const auto typed = to_lower(issued.substr(0, 4) + "- " + issued.substr(4));
  const auto users = post_page(sandbox, {{"otc", typed}});
  CHECK(users.status == 200);
  CHECK(contains(users.text, "Ada Lovelace"));
  CHECK(poll(sandbox, asked).code() == 70016);
  const auto confirmation = post_page(sandbox, {{"otc", typed}, {"username", kBob}});
  CHECK(contains(confirmation.text, "Are you trying to sign in to public?"));
  CHECK(poll(sandbox, asked).code() == 70016);
  const auto end = post_page(sandbox, {{"otc", typed}, {"username", kBob}, {"confirm", "true"}});
  CHECK(contains(end.text, "You are signed in"));
  CHECK(claims_in(poll(sandbox, asked).body).at("name") == "Bob Kahn");
  CHECK(post_page(sandbox, {{"otc", typed}}).status == 400);
  CHECK(sandbox.counters().at("deviceauth") == 6);
}

TEST_CASE("device page: Cancel declines the code") {
  const auto& sandbox = fresh_sandbox();
  const auto asked = codes(sandbox);
  CHECK(contains(post_page(sandbox, {{"otc", user_code(asked)}, {"cancel", "true"}}).text,
                 "Cancelled"));
  CHECK(poll(sandbox, asked).error() == "authorization_declined");
}

TEST_CASE("device controls: an invalid request is refused with its reason") {
  const auto& sandbox = fresh_sandbox();
  const auto asked = codes(sandbox);
  const auto post = [&](const std::string& path, const OrderedJson& body) {
    return send_json(sandbox, "POST", "/sandbox/device/" + path, body).status;
  };
  CHECK(post("approve", {{"user_code", "x"}, {"username", kAda}}) == 400);
  CHECK(post("approve", {{"user_code", user_code(asked)}}) == 400);
  CHECK(post("approve", {{"user_code", user_code(asked)}, {"username", "eve"}}) == 400);
  CHECK(post("decline", {{"user_code", "x"}}) == 400);
  CHECK(poll(sandbox, asked).code() == 70016);
}
