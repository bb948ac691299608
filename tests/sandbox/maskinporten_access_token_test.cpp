// SPDX-License-Identifier: MIT
#include "crypto/jwk.hpp"
#include "maskinporten_grants.hpp"
#include "oauth/tokens/jwt.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Json token_claims(const Answer& answer) {
  REQUIRE(answer.status == 200);
  return claims_of(answer.body.at("access_token").get<std::string>());
}

Json party(const std::string& organization) {
  return {{"authority", "iso6523-actorid-upis"}, {"ID", "0192:" + organization}};
}

}  // namespace

TEST_CASE("a Maskinporten token has the claims of one, and no others") {
  const Granter client;
  const auto before = unix_time();
  const auto claims = token_claims(client.ask(client.claims()));
  CHECK(claims.size() == 9);
  CHECK(claims.at("iss") == client.sandbox()["base_url"] + "/");
  CHECK(claims.at("client_amr") == "private_key_jwt");
  CHECK(claims.at("token_type") == "Bearer");
  CHECK(claims.at("client_id") == client.claims().at("iss"));
  CHECK(claims.at("scope") == "a:read");
  CHECK(claims.at("iat").get<long long>() >= before);
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 120);
  CHECK(claims.at("consumer") == party("111222333"));
  CHECK(claims.at("jti") != token_claims(client.ask(client.claims())).at("jti"));
}

TEST_CASE("a Maskinporten token verifies with the published key") {
  const Granter client;
  const auto answer = client.ask(client.claims());
  REQUIRE(answer.status == 200);
  const auto jwt = oauth::decode_jwt(answer.body.at("access_token").get<std::string>());
  const auto keys = crypto::parse_jwks(send(client.sandbox(), "GET", "/jwk").text);
  REQUIRE(jwt.has_value());
  REQUIRE(keys.has_value());
  CHECK(string_or(jwt->header, "kid") == keys->front().kid);
  CHECK(oauth::verify_jwt(*jwt, keys->front().key, crypto::Algorithm::rs256));
}

TEST_CASE("a resource becomes the audience as it was asked for") {
  const Granter client;
  CHECK(token_claims(client.ask_with("resource", "https://a.example")).at("aud") ==
        "https://a.example");
  const auto several = OrderedJson::array({"https://a.example", "https://b.example"});
  CHECK(token_claims(client.ask_with("resource", several)).at("aud") == Json(several));
}

TEST_CASE("a delegated token names consumer and supplier") {
  const Granter client;
  const auto claims = token_claims(client.ask_with("consumer_org", "444555666"));
  CHECK(claims.at("consumer") == party("444555666"));
  CHECK(claims.at("supplier") == party("111222333"));
  CHECK(claims.at("delegation_source") == "https://tt02.altinn.no/");
}

TEST_CASE("a token for a person names the person") {
  const Granter client;
  CHECK(token_claims(client.ask_with("pid", "12345678901")).at("pid") == "12345678901");
}
