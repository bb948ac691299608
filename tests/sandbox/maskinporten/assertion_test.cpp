// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/certificate.hpp"
#include "sandbox/maskinporten_grants.hpp"
#include "support/self_signed.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;
using crypto::Algorithm;

namespace {

std::string der_of(const std::string& pem) { return crypto::load_public_certificate(pem)->der; }

OrderedJson x5c(const OrderedJson& value) { return {{"x5c", value}}; }

OrderedJson chain_of(const std::string& pem) {
  return OrderedJson::array({base64_encode(der_of(pem))});
}

}  // namespace

TEST_CASE("JWT grant: accepts RS256, RS384 and RS512 only") {
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

TEST_CASE("JWT grant: refused if the named key did not sign it") {
  const Granter client;
  const auto other_key = client.send_assertion(
      sign_jwt({{"kid", "my-key"}}, client.claims(), crypto::PrivateKey::generate_rsa(2048)));
  CHECK(mp_code(other_key) == "MP-124");
  CHECK(other_key.error() == "invalid_grant");
  const auto good = client.sign(client.claims());
  CHECK(mp_code(client.send_assertion(forged(good))) == "MP-124");
  CHECK(mp_code(client.send_assertion(good.substr(0, good.rfind('.') + 1))) == "MP-124");
}

TEST_CASE("JWT grant: a missing or unknown kid is refused") {
  const Granter client;
  CHECK(mp_code(client.ask_as({{"kid", "other"}})) == "MP-120");
  CHECK(mp_code(client.ask_as({{"kid", 7}})) == "MP-120");
  CHECK(mp_code(client.ask_as(OrderedJson::object())) == "MP-011");
  CHECK(mp_code(client.ask_as({{"kid", "my-key"}, {"x5c", {"AAAA", "AAAA"}}})) == "MP-011");
}

TEST_CASE("JWT grant: a key that has expired or is for another algorithm is refused") {
  auto expired = test_jwk("old");
  expired["expired"] = true;
  auto bound = test_jwk("bound");
  bound["alg"] = "RS512";
  const Granter client(OrderedJson{{"jwks", {expired, bound}}});
  CHECK(mp_code(client.ask_as({{"kid", "old"}})) == "MP-121");
  CHECK(mp_code(client.ask_as({{"kid", "bound"}})) == "MP-124");
  CHECK(client.ask_as({{"kid", "bound"}}, Algorithm::rs512).status == 200);
}

TEST_CASE("JWT grant: a header with another typ or with crit is refused") {
  const Granter client;
  CHECK(client.ask_as({{"typ", "JWT"}, {"kid", "my-key"}}).status == 200);
  CHECK(mp_code(client.ask_as({{"typ", "at+jwt"}, {"kid", "my-key"}})) == "MP-011");
  CHECK(mp_code(client.ask_as({{"crit", {"a", "b"}}, {"kid", "my-key"}})) == "MP-011");
}

TEST_CASE("JWT grant: anything but a bare JWT is refused") {
  const Granter client;
  const auto good = client.sign(client.claims());
  for (const auto& text : {std::string("x"), std::string("a.b"), good + "=", " " + good,
                           "Bearer " + good, good + ".x.y", good.substr(1)}) {
    const auto response = client.send_assertion(text);
    CHECK(mp_code(response) == "MP-011");
    CHECK(response.error() == "invalid_request");
    CHECK(response.status == 400);
  }
  CHECK(client.send_assertion(good).status == 200);
}

TEST_CASE("JWT grant: an undocumented claim is refused") {
  const Granter client;
  for (const auto* name : {"sub", "nbf", "client_id", "scopes", "aud2"}) {
    const auto response = client.ask_with(name, unix_time());
    CHECK(mp_code(response) == "MP-011");
    CHECK(response.error() == "invalid_request");
    CHECK(contains(response.text, "Invalid assertion"));
  }
}

TEST_CASE("JWT grant: an unknown issuer is refused") {
  const Granter client;
  for (const OrderedJson& value : {OrderedJson("nobody"), OrderedJson(7), OrderedJson("")}) {
    const auto response = client.ask_with("iss", value);
    CHECK(mp_code(response) == "MP-100");
    CHECK(response.error() == "invalid_grant");
  }
  CHECK(mp_code(client.ask_without("iss")) == "MP-100");
}

TEST_CASE("JWT grant: accepts an enterprise certificate of the client's organization") {
  const auto pem = self_signed_certificate(test_key());
  const Granter client(OrderedJson{{"jwks", OrderedJson::array()}, {"certificates", {pem}}});
  CHECK(token_claims(client.ask_as(x5c(chain_of(pem)))).at("client_amr") ==
        "virksomhetssertifikat");
  auto with_issuer = chain_of(pem);
  with_issuer.push_back(base64_encode(der_of(self_signed_certificate(test_key(), 60))));
  CHECK(client.ask_as(x5c(with_issuer)).status == 200);
  // The key of the certificate must have signed.
  const auto other_key = client.send_assertion(
      sign_jwt(x5c(chain_of(pem)), client.claims(), crypto::PrivateKey::generate_rsa(2048)));
  CHECK(mp_code(other_key) == "MP-124");
  CHECK(mp_code(client.ask_as({{"kid", "my-key"}})) == "MP-120");
}

TEST_CASE("JWT grant: an x5c that is not an array of base64 DER is refused") {
  const auto pem = self_signed_certificate(test_key());
  const Granter client(OrderedJson{{"jwks", OrderedJson::array()}, {"certificates", {pem}}});
  const auto der = der_of(pem);
  const auto text = base64_encode(der);
  for (const auto& value :
       {OrderedJson(text), OrderedJson::array(), OrderedJson::array({7}),
        OrderedJson::array({"AAAA"}), OrderedJson::array({base64url_encode(der)}),
        OrderedJson::array({text + "="}), OrderedJson::array({text, "AAAA"}), OrderedJson(nullptr),
        OrderedJson::array({pem})}) {
    const auto response = client.ask_as(x5c(value));
    CAPTURE(value);
    CHECK(mp_code(response) == "MP-123");
    CHECK(response.error() == "invalid_grant");
  }
}

TEST_CASE("JWT grant: a certificate that is expired or another organization's is refused") {
  const auto pem = self_signed_certificate(test_key());
  const auto expired = self_signed_certificate(test_key(), -60);
  const Granter client(
      OrderedJson{{"jwks", OrderedJson::array()}, {"certificates", {pem, expired}}});
  const auto other = self_signed_certificate(test_key(), 3600);
  CHECK(mp_code(client.ask_as(x5c(chain_of(other)))) == "MP-122");
  CHECK(mp_code(client.ask_as(x5c(chain_of(expired)))) == "MP-120");
}

TEST_CASE("JWT grant: a client with registered keys cannot use a certificate") {
  const auto pem = self_signed_certificate(test_key());
  const Granter client(OrderedJson{{"certificates", {pem, pem}}});
  CHECK(mp_code(client.ask_as(x5c(chain_of(pem)))) == "MP-120");
}
