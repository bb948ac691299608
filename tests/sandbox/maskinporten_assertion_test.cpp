// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "maskinporten_grants.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;
using crypto::Algorithm;

TEST_CASE("a grant is signed with RS256, RS384 or RS512") {
  const Granter client;
  for (const auto algorithm : {Algorithm::rs256, Algorithm::rs384, Algorithm::rs512}) {
    CHECK(client.ask_as({{"kid", "my-key"}}, algorithm).status == 200);
  }
  const auto pss = client.ask_as({{"kid", "my-key"}}, Algorithm::ps256);
  CHECK(mp_code(pss) == "MP-124");
  CHECK(pss.error() == "invalid_grant");
  const auto claims = base64url_encode(client.claims().dump());
  for (const auto* header : {R"({"alg":"none","kid":"my-key"})",
                             R"({"alg":"HS256","kid":"my-key"})", R"({"kid":"my-key"})"}) {
    CHECK(mp_code(client.send_assertion(base64url_encode(header) + "." + claims + ".AAAA")) ==
          "MP-124");
  }
}

TEST_CASE("a grant is signed with the key it names") {
  const Granter client;
  const auto forged = client.send_assertion(
      sign_jwt({{"kid", "my-key"}}, client.claims(), crypto::PrivateKey::generate_rsa(2048)));
  CHECK(mp_code(forged) == "MP-124");
  CHECK(forged.error() == "invalid_grant");
  auto changed = client.sign(client.claims());
  const auto signature = changed.rfind('.') + 1;
  changed[signature] = changed[signature] == 'A' ? 'B' : 'A';
  CHECK(mp_code(client.send_assertion(changed)) == "MP-124");
  CHECK(mp_code(client.send_assertion(changed.substr(0, signature))) == "MP-124");
}

TEST_CASE("the key is named by kid, and registered") {
  const Granter client;
  CHECK(mp_code(client.ask_as({{"kid", "other"}})) == "MP-120");
  CHECK(mp_code(client.ask_as({{"kid", 7}})) == "MP-120");
  CHECK(mp_code(client.ask_as(OrderedJson::object())) == "MP-011");
  CHECK(mp_code(client.ask_as({{"kid", "my-key"}, {"x5c", {"AAAA", "AAAA"}}})) == "MP-011");
}

TEST_CASE("a key that has expired or is for another algorithm is refused") {
  auto expired = test_jwk("old");
  expired["expired"] = true;
  auto bound = test_jwk("bound");
  bound["alg"] = "RS512";
  const Granter client(OrderedJson{{"jwks", {expired, bound}}});
  CHECK(mp_code(client.ask_as({{"kid", "old"}})) == "MP-121");
  CHECK(mp_code(client.ask_as({{"kid", "bound"}})) == "MP-124");
  CHECK(client.ask_as({{"kid", "bound"}}, Algorithm::rs512).status == 200);
}

TEST_CASE("the header of a grant has typ JWT or none, and no crit") {
  const Granter client;
  CHECK(client.ask_as({{"typ", "JWT"}, {"kid", "my-key"}}).status == 200);
  CHECK(mp_code(client.ask_as({{"typ", "at+jwt"}, {"kid", "my-key"}})) == "MP-011");
  CHECK(mp_code(client.ask_as({{"crit", {"a", "b"}}, {"kid", "my-key"}})) == "MP-011");
}

TEST_CASE("a grant is a JWT and nothing around it") {
  const Granter client;
  const auto good = client.sign(client.claims());
  for (const auto& text : {std::string("x"), std::string("a.b"), good + "=", " " + good,
                           "Bearer " + good, good + ".x.y", good.substr(1)}) {
    const auto answer = client.send_assertion(text);
    CHECK(mp_code(answer) == "MP-011");
    CHECK(answer.error() == "invalid_request");
    CHECK(answer.status == 400);
  }
  CHECK(client.send_assertion(good).status == 200);
}

TEST_CASE("a claim that is not documented is refused") {
  const Granter client;
  for (const auto* name : {"sub", "nbf", "client_id", "scopes", "aud2"}) {
    const auto answer = client.ask_with(name, unix_time());
    CHECK(mp_code(answer) == "MP-011");
    CHECK(answer.error() == "invalid_request");
    CHECK(answer.text.find("Invalid assertion") != std::string::npos);
  }
}

TEST_CASE("the issuer is a known client") {
  const Granter client;
  for (const OrderedJson& value : {OrderedJson("nobody"), OrderedJson(7), OrderedJson("")}) {
    const auto answer = client.ask_with("iss", value);
    CHECK(mp_code(answer) == "MP-100");
    CHECK(answer.error() == "invalid_grant");
  }
  CHECK(mp_code(client.ask_without("iss")) == "MP-100");
}
