// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "oauth/tokens/jwt.hpp"
#include "sandbox/sidecar_client.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

oauth::DecodedJwt token_for(const SandboxProcess& sandbox, const Fields& request) {
  auto jwt = oauth::decode_jwt(access_token(post_token(sandbox, request)));
  REQUIRE(jwt.has_value());
  return std::move(*jwt);
}

}  // namespace

TEST_CASE("access token: verifies with the published key") {
  const auto& sandbox = fresh_sandbox();
  const auto jwt = token_for(sandbox, good_request());
  const auto jwks = send(sandbox, "GET", "/" + sandbox["tenant_id"] + "/discovery/v2.0/keys");
  const auto keys = crypto::parse_jwks(jwks.text);
  REQUIRE(keys.has_value());
  REQUIRE(keys->size() == 1);
  CHECK(jwt.header == Json({{"typ", "JWT"}, {"alg", "RS256"}, {"kid", keys->front().kid}}));
  CHECK(oauth::verify_jwt(jwt, keys->front().key, crypto::Algorithm::rs256));
}

TEST_CASE("access token: has the claims of a v2.0 app token") {
  const auto& sandbox = fresh_sandbox();
  const auto before = unix_time();
  const auto claims = token_for(sandbox, good_request()).claims;
  CHECK(claims.at("aud") == "00000000-0000-0000-0000-0000000000a1");
  CHECK(claims.at("iss") == sandbox["base_url"] + "/" + sandbox["tenant_id"] + "/v2.0");
  CHECK(claims.at("iat").get<long long>() >= before);
  CHECK(claims.at("nbf") == claims.at("iat"));
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 3600);
  CHECK(claims.at("azp") == sandbox["client_id"]);
  CHECK(claims.at("azpacr") == "1");
  CHECK(claims.at("sub") == claims.at("oid"));
  CHECK(claims.at("oid").get<std::string>().size() == 36);
  CHECK(claims.at("tid") == sandbox["tenant_id"]);
  CHECK(claims.at("ver") == "2.0");
  CHECK(claims.at("roles") == Json::array({"access_as_application"}));
  CHECK_FALSE(claims.contains("scp"));
  CHECK(claims.at("uti") != token_for(sandbox, good_request()).claims.at("uti"));
}

TEST_CASE("access token: has roles only if they were granted") {
  const auto& sandbox = fresh_sandbox();
  const auto jwt = token_for(sandbox, request_of(sandbox, "without role"));
  CHECK_FALSE(jwt.claims.contains("roles"));
}

TEST_CASE("access token: azpacr is 2 for an assertion") {
  const auto& sandbox = fresh_sandbox();
  const std::string id = "00000000-0000-0000-0000-00000000ce03";
  sandbox.register_client({{"client_id", id}, {"jwks", {test_jwk("k")}}});
  const OrderedJson claims{
      {"aud", sandbox["token_endpoint"]}, {"iss", id}, {"sub", id}, {"exp", unix_time() + 60}};
  const auto jwt =
      token_for(sandbox, assertion_request(id, sign_jwt({{"kid", "k"}}, claims, test_key())));
  CHECK(jwt.claims.at("azpacr") == "2");
}

TEST_CASE("access token: v1.0 if the API demands it, with the requested identifier as aud") {
  const auto& sandbox = fresh_sandbox();
  for (const std::string name : {"api://sandbox-v1", "00000000-0000-0000-0000-0000000000a5"}) {
    const auto claims =
        token_for(sandbox, with(good_request(), "scope", name + "/.default")).claims;
    CHECK(claims.at("aud") == name);
    CHECK(claims.at("iss") == sandbox["base_url"] + "/" + sandbox["tenant_id"] + "/");
    CHECK(claims.at("ver") == "1.0");
    CHECK(claims.at("appid") == sandbox["client_id"]);
    CHECK(claims.at("appidacr") == "1");
    CHECK_FALSE(claims.contains("azp"));
  }
}

TEST_CASE("user-tokens: by default, makes a token for the first client") {
  const auto& sandbox = fresh_sandbox();
  const auto claims = claims_of(user_token(sandbox));
  CHECK(claims.at("aud") == sandbox["client_id"]);
  CHECK(claims.at("iss") == sandbox["base_url"] + "/" + sandbox["tenant_id"] + "/v2.0");
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 3600);
  CHECK(claims.at("scp") == "defaultaccess");
  CHECK(claims.at("sub") == "sandbox-user");
  CHECK(claims.at("tid") == sandbox["tenant_id"]);
  CHECK(claims.at("ver") == "2.0");
  for (const auto* name : {"oid", "azp", "name", "preferred_username", "nbf"}) {
    CHECK(claims.contains(name));
  }
  CHECK(user_token(sandbox) != user_token(sandbox));
}

TEST_CASE("user-tokens: every claim can be replaced, added or removed") {
  const auto& sandbox = fresh_sandbox();
  const auto claims = claims_of(
      user_token(sandbox, {{"audience", "a"},
                           {"scp", "b"},
                           {"subject", "c"},
                           {"lifetime", 60},
                           {"claims", {{"name", nullptr}, {"ver", "1.0"}, {"acr", "high"}}}}));
  CHECK(claims.at("aud") == "a");
  CHECK(claims.at("scp") == "b");
  CHECK(claims.at("sub") == "c");
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 60);
  CHECK_FALSE(claims.contains("name"));
  CHECK(claims.at("ver") == "1.0");
  CHECK(claims.at("acr") == "high");
  for (const auto* body :
       {"", "[]", R"({"audience":7})", R"({"lifetime":-1})", R"({"claims":[]})"}) {
    CHECK(send(sandbox, "POST", "/sandbox/user-tokens", {}, body).status == 400);
  }
}
