// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "crypto/certificate.hpp"
#include "maskinporten_grants.hpp"
#include "support/self_signed.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

std::string der_of(const std::string& pem) { return crypto::load_public_certificate(pem)->der; }

OrderedJson x5c(const OrderedJson& value) { return {{"x5c", value}}; }

OrderedJson chain_of(const std::string& pem) {
  return OrderedJson::array({base64_encode(der_of(pem))});
}

}  // namespace

TEST_CASE("an enterprise certificate of the client's organization signs grants") {
  const auto pem = self_signed_certificate(test_key());
  const Granter client(OrderedJson{{"jwks", OrderedJson::array()}, {"certificates", {pem}}});
  const auto answer = client.ask_as(x5c(chain_of(pem)));
  REQUIRE(answer.status == 200);
  const auto claims = claims_of(answer.body.at("access_token").get<std::string>());
  CHECK(claims.at("client_amr") == "virksomhetssertifikat");
  auto with_issuer = chain_of(pem);
  with_issuer.push_back(base64_encode(der_of(self_signed_certificate(test_key(), 60))));
  CHECK(client.ask_as(x5c(with_issuer)).status == 200);
  // The key of the certificate must have signed.
  const auto forged = client.send_assertion(
      sign_jwt(x5c(chain_of(pem)), client.claims(), crypto::PrivateKey::generate_rsa(2048)));
  CHECK(mp_code(forged) == "MP-124");
  CHECK(mp_code(client.ask_as({{"kid", "my-key"}})) == "MP-120");
}

TEST_CASE("x5c is an array of base64 DER") {
  const auto pem = self_signed_certificate(test_key());
  const Granter client(OrderedJson{{"jwks", OrderedJson::array()}, {"certificates", {pem}}});
  const auto der = der_of(pem);
  const auto text = base64_encode(der);
  for (const auto& value :
       {OrderedJson(text), OrderedJson::array(), OrderedJson::array({7}),
        OrderedJson::array({"AAAA"}), OrderedJson::array({base64url_encode(der)}),
        OrderedJson::array({text + "="}), OrderedJson::array({text, "AAAA"}), OrderedJson(nullptr),
        OrderedJson::array({pem})}) {
    const auto answer = client.ask_as(x5c(value));
    CAPTURE(value);
    CHECK(mp_code(answer) == "MP-123");
    CHECK(answer.error() == "invalid_grant");
  }
}

TEST_CASE("the certificate is the organization's and valid now") {
  const auto pem = self_signed_certificate(test_key());
  const auto expired = self_signed_certificate(test_key(), -60);
  const Granter client(
      OrderedJson{{"jwks", OrderedJson::array()}, {"certificates", {pem, expired}}});
  const auto other = self_signed_certificate(test_key(), 3600);
  CHECK(mp_code(client.ask_as(x5c(chain_of(other)))) == "MP-122");
  CHECK(mp_code(client.ask_as(x5c(chain_of(expired)))) == "MP-120");
}

TEST_CASE("a client with registered keys cannot use a certificate") {
  const auto pem = self_signed_certificate(test_key());
  const Granter client(OrderedJson{{"certificates", {pem, pem}}});
  CHECK(mp_code(client.ask_as(x5c(chain_of(pem)))) == "MP-120");
}
