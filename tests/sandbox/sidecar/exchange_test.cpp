// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/sidecar_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response exchange(const SandboxProcess& sandbox, const std::string& token,
                  const OrderedJson& more = OrderedJson::object()) {
  auto request = entra_request({{"user_token", token}});
  request.update(more);
  return ask_sidecar(sandbox, kSidecarExchange, request);
}

Response exchange_at_tokenx(const SandboxProcess& sandbox, const std::string& token,
                            const std::string& target = "cluster:ns:other") {
  return exchange(sandbox, token, {{"identity_provider", "tokenx"}, {"target", target}});
}

bool has_code(const Response& response, const std::string& code) {
  return string_or(response.body, "error_description").starts_with(code + ": ");
}

}  // namespace

TEST_CASE("sidecar exchange: Entra returns a token of the same user") {
  const auto& sandbox = fresh_sandbox();
  const auto token = user_token(sandbox, {{"subject", "someone"}});
  const auto response = exchange(sandbox, token);
  CHECK(response.body.size() == 3);
  CHECK(response.body.at("expires_in") == 3600);
  const auto before = claims_of(token);
  const auto after = claims_of(access_token(response));
  CHECK(after.at("aud") == "00000000-0000-0000-0000-0000000000a4");
  CHECK(after.at("iss") == before.at("iss"));
  CHECK(after.at("azp") == sandbox["client_id"]);
  CHECK(after.at("scp") == "defaultaccess");
  for (const auto* name : {"sub", "oid", "name", "preferred_username", "tid"}) {
    CHECK(after.at(name) == before.at(name));
  }
  CHECK_FALSE(after.contains("roles"));
  CHECK(sandbox.counters().at("sidecar_exchange") == 1);
}

TEST_CASE("sidecar exchange: Entra refuses a token that is invalid or for another application") {
  const auto& sandbox = fresh_sandbox();
  const auto refused_with = [&](const std::string& token, const std::string& code) {
    const auto response = exchange(sandbox, token);
    return is_refused(response, 400, "invalid_grant") && has_code(response, code);
  };
  CHECK(refused_with("x", "AADSTS50013"));
  CHECK(refused_with(forged(user_token(sandbox)), "AADSTS50013"));
  CHECK(refused_with(sign_jwt(OrderedJson::object(), OrderedJson::object(), test_key()),
                     "AADSTS50013"));
  CHECK(refused_with(user_token(sandbox, {{"claims", {{"iss", "https://other"}}}}), "AADSTS50013"));
  CHECK(refused_with(user_token(sandbox, {{"lifetime", 0}}), "AADSTS500133"));
  CHECK(refused_with(user_token(sandbox, {{"claims", {{"exp", nullptr}}}}), "AADSTS500133"));
  CHECK(refused_with(user_token(sandbox, {{"claims", {{"exp", "x"}}}}), "AADSTS500133"));
  CHECK(refused_with(user_token(sandbox, {{"audience", "other"}}), "AADSTS500131"));
  CHECK(refused_with(user_token(sandbox, {{"claims", {{"scp", nullptr}}}}), "AADSTS240002"));
  CHECK(sandbox.requests().at(0).at("code") == "AADSTS50013");
  const auto app_token = access_token(ask_sidecar(sandbox, kSidecarToken, entra_request()));
  CHECK(refused_with(app_token, "AADSTS500131"));
}

TEST_CASE("sidecar exchange: an unknown target is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto token = user_token(sandbox);
  const auto unknown = exchange(sandbox, token, {{"target", "api://other/.default"}});
  CHECK(is_refused(unknown, 400, "invalid_resource"));
  CHECK(has_code(unknown, "AADSTS500011"));
  CHECK(has_code(exchange(sandbox, token, {{"target", "cluster:ns:app"}}), "AADSTS1002012"));
}

TEST_CASE("sidecar exchange: TokenX returns a token for another application") {
  const auto& sandbox = fresh_sandbox();
  const auto token = user_token(sandbox, {{"audience", "any"}, {"subject", "someone"}});
  const auto before = unix_time();
  const auto claims = claims_of(access_token(exchange_at_tokenx(sandbox, token)));
  CHECK(claims.at("iss") == sandbox["base_url"] + "/tokenx");
  CHECK(claims.at("aud") == "cluster:ns:other");
  CHECK(claims.at("sub") == "someone");
  CHECK(claims.at("client_id") == "cluster:ns:app");
  CHECK(claims.at("idp") == claims_of(token).at("iss"));
  CHECK(claims.at("iat").get<long long>() >= before);
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 3600);
}

TEST_CASE("sidecar exchange: TokenX refuses an invalid token or target") {
  const auto& sandbox = fresh_sandbox();
  const auto good = user_token(sandbox);
  for (const auto& token : {std::string("x"), forged(good), user_token(sandbox, {{"lifetime", 0}}),
                            user_token(sandbox, {{"claims", {{"sub", nullptr}}}})}) {
    CHECK(is_refused(exchange_at_tokenx(sandbox, token), 400, "invalid_request"));
  }
  for (const auto* target : {"cluster:ns", "cluster:ns:app:x", "cluster::app", "cluster.ns.app",
                             "api://cluster.ns.app/.default", ":::", "a:b:c:"}) {
    CAPTURE(target);
    CHECK(is_refused(exchange_at_tokenx(sandbox, good, target), 400, "invalid_request"));
  }
  CHECK(exchange_at_tokenx(sandbox, good).status == 200);
}

TEST_CASE("sidecar exchange: other providers and unknown fields are refused") {
  const auto& sandbox = fresh_sandbox();
  const auto token = user_token(sandbox);
  for (const auto* provider : {"maskinporten", "idporten"}) {
    const auto response = exchange(sandbox, token, {{"identity_provider", provider}});
    CHECK(is_refused(response, 400, "invalid_request"));
    CHECK(contains(response.text, "does not support token exchange"));
  }
  for (const OrderedJson& more :
       {OrderedJson{{"user_token", nullptr}}, OrderedJson{{"resource", "https://a.example"}},
        OrderedJson{{"authorization_details", OrderedJson::array()}},
        OrderedJson{{"token", "x"}}}) {
    CHECK(is_refused(exchange(sandbox, token, more), 400, "invalid_request"));
  }
}
