// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "oauth/tokens/jwt.hpp"
#include "sandbox/maskinporten_grants.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Json party(const std::string& organization) {
  return {{"authority", "iso6523-actorid-upis"}, {"ID", "0192:" + organization}};
}

}  // namespace

TEST_CASE("Maskinporten token: has exactly Maskinporten's claims") {
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

TEST_CASE("Maskinporten token: verifies with the published key") {
  const Granter client;
  const auto jwt = oauth::decode_jwt(access_token(client.ask(client.claims())));
  const auto keys = crypto::parse_jwks(send(client.sandbox(), "GET", "/jwk").text);
  REQUIRE(jwt.has_value());
  REQUIRE(keys.has_value());
  CHECK(string_or(jwt->header, "kid") == keys->front().kid);
  CHECK(oauth::verify_jwt(*jwt, keys->front().key, crypto::Algorithm::rs256));
}

TEST_CASE("Maskinporten token: the resource becomes the audience unchanged") {
  const Granter client;
  CHECK(token_claims(client.ask_with("resource", "https://a.example")).at("aud") ==
        "https://a.example");
  const auto several = OrderedJson::array({"https://a.example", "https://b.example"});
  CHECK(token_claims(client.ask_with("resource", several)).at("aud") == Json(several));
}

TEST_CASE("Maskinporten token: a delegated one names consumer and supplier") {
  const Granter client;
  const auto claims = token_claims(client.ask_with("consumer_org", "444555666"));
  CHECK(claims.at("consumer") == party("444555666"));
  CHECK(claims.at("supplier") == party("111222333"));
  CHECK(claims.at("delegation_source") == "https://tt02.altinn.no/");
}

TEST_CASE("Maskinporten token: has the pid of the grant") {
  const Granter client;
  CHECK(token_claims(client.ask_with("pid", "12345678901")).at("pid") == "12345678901");
}

TEST_CASE("JWT grant: refused unless aud is the issuer with its slash, as one string") {
  const Granter client;
  const auto base = client.sandbox()["base_url"];
  for (const auto& value : {OrderedJson(base), OrderedJson(base + "/token"),
                            OrderedJson(base + "//"), OrderedJson("https://maskinporten.no/"),
                            OrderedJson::array({base + "/"}), OrderedJson(7)}) {
    const auto response = client.ask_with("aud", value);
    CHECK(mp_code(response) == "MP-110");
    CHECK(response.error() == "invalid_grant");
  }
  CHECK(mp_code(client.ask_without("aud")) == "MP-110");
}

TEST_CASE("JWT grant: refused outside its lifetime, or with one above 120 seconds") {
  const Granter client;
  const auto ask = [&](long long issued, long long expires) {
    auto claims = client.claims();
    claims["iat"] = unix_time() + issued;
    claims["exp"] = unix_time() + expires;
    return client.ask(claims);
  };
  CHECK(ask(0, 120).status == 200);
  CHECK(ask(8, 100).status == 200);
  CHECK(ask(-60, 60).status == 200);
  const auto future = ask(15, 100);
  CHECK(mp_code(future) == "MP-130");
  CHECK(future.error() == "invalid_grant");
  CHECK(contains(future.text, "Issue time is after now"));
  const auto expired = ask(-60, 0);
  CHECK(mp_code(expired) == "MP-130");
  CHECK(contains(expired.text, "JWT is expired"));
  CHECK(mp_code(ask(0, 121)) == "MP-130");
  CHECK(mp_code(ask(-100, 30)) == "MP-130");
}

TEST_CASE("JWT grant: refused if iat or exp is missing or not an integer") {
  const Granter client;
  for (const auto* name : {"iat", "exp"}) {
    CHECK(mp_code(client.ask_without(name)) == "MP-011");
    for (const auto& value :
         {OrderedJson(std::to_string(unix_time())), OrderedJson(double(unix_time()) + 0.5),
          OrderedJson(-1), OrderedJson(18446744073709551615U), OrderedJson(true)}) {
      CHECK(mp_code(client.ask_with(name, value)) == "MP-011");
    }
  }
}

TEST_CASE("JWT grant: a missing or malformed scope is refused") {
  const Granter client;
  CHECK(client.ask_with("scope", "a:read a:write").body.at("scope") == "a:read a:write");
  CHECK(mp_code(client.ask_without("scope")) == "MP-011");
  for (const auto& value : {OrderedJson(""), OrderedJson("  "), OrderedJson("a:read\na:write"),
                            OrderedJson::array({"a:read"})}) {
    CHECK(mp_code(client.ask_with("scope", value)) == "MP-011");
  }
}

TEST_CASE("JWT grant: a scope that is not registered or not granted is refused") {
  const Granter client;
  const auto unknown = client.ask_with("scope", "a:read a:unknown");
  CHECK(unknown.status == 400);
  CHECK(mp_code(unknown) == "MP-200");
  CHECK(unknown.error() == "invalid_scope");
  CHECK(contains(unknown.text, "a:unknown"));
  const auto ungranted = client.ask_with("scope", "a:read a:ungranted");
  CHECK(ungranted.status == 403);
  CHECK(mp_code(ungranted) == "MP-250");
}

TEST_CASE("JWT grant: a resource that is not an https URL or an array of them is refused") {
  const Granter client;
  CHECK(client.ask_with("resource", "https://api.example/").status == 200);
  CHECK(client.ask_with("resource", {"https://a.example", "https://b.example"}).status == 200);
  for (const auto& value :
       {OrderedJson(""), OrderedJson("api.example"), OrderedJson("https://"),
        OrderedJson("https://a b"), OrderedJson::array(), OrderedJson::array({"https://a", 7}),
        OrderedJson(nullptr), OrderedJson::object()}) {
    CAPTURE(value);
    CHECK(mp_code(client.ask_with("resource", value)) == "MP-011");
  }
}

TEST_CASE("JWT grant: a consumer that has not delegated is refused") {
  const Granter client;
  CHECK(client.ask_with("consumer_org", "444555666").status == 200);
  const auto undelegated = client.ask_with("consumer_org", "999888777");
  CHECK(undelegated.status == 403);
  CHECK(mp_code(undelegated) == "MP-251");
  const auto own = client.ask_with("consumer_org", "111222333");
  CHECK(mp_code(own) == "MP-011");
  CHECK(contains(own.text, "combination consumer_org"));
  for (const auto& value : {OrderedJson(""), OrderedJson("44455566"), OrderedJson("0192:444555666"),
                            OrderedJson(444555666)}) {
    CHECK(mp_code(client.ask_with("consumer_org", value)) == "MP-011");
  }
}

TEST_CASE("JWT grant: consumer_org together with iss_onbehalfof is refused") {
  const Granter client;
  CHECK(client.ask_with("iss_onbehalfof", "sub-client").status == 200);
  CHECK(mp_code(client.ask_with("iss_onbehalfof", 7)) == "MP-011");
  auto claims = client.claims_with("iss_onbehalfof", "sub-client");
  claims["consumer_org"] = "444555666";
  CHECK(mp_code(client.ask(claims)) == "MP-011");
}

TEST_CASE("JWT grant: a pid that is not eleven digits is refused") {
  const Granter client;
  CHECK(client.ask_with("pid", "12345678901").status == 200);
  for (const auto& value : {OrderedJson("1234567890"), OrderedJson("1234567890x"),
                            OrderedJson(12345678901), OrderedJson("")}) {
    CHECK(mp_code(client.ask_with("pid", value)) == "MP-011");
  }
}
