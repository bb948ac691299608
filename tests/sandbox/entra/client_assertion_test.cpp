// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/certificate.hpp"
#include "crypto/digest.hpp"
#include "crypto/jwk.hpp"
#include "sandbox/token_client.hpp"
#include "support/self_signed.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;
using crypto::Algorithm;

namespace {

const std::string kId = "00000000-0000-0000-0000-00000000ce01";

/// A client registered with a certificate, and everything it needs to sign assertions.
struct CertificateClient {
  const SandboxProcess& sandbox = fresh_sandbox();
  crypto::PrivateKey key = crypto::PrivateKey::generate_rsa(2048);
  std::string pem = self_signed_certificate(key);
  std::string der = crypto::load_public_certificate(pem)->der;
  std::string x5t = base64url_encode(crypto::sha1(der));
  std::string x5t_s256 = base64url_encode(crypto::sha256(der));

  CertificateClient() {
    sandbox.register_client(
        {{"client_id", kId}, {"certificates", {pem}}, {"roles", {"access_as_application"}}});
  }

  [[nodiscard]] OrderedJson claims() const {
    const auto time = unix_time();
    return {{"aud", sandbox["base_url"] + "/contoso.onmicrosoft.com/oauth2/v2.0/token"},
            {"iss", kId},
            {"sub", kId},
            {"jti", "f2a1"},
            {"nbf", time},
            {"iat", time},
            {"exp", time + 600}};
  }
  [[nodiscard]] OrderedJson claims_with(const std::string& name, const OrderedJson& value) const {
    auto changed = claims();
    changed[name] = value;
    return changed;
  }
  [[nodiscard]] OrderedJson claims_without(const std::string& name) const {
    auto changed = claims();
    changed.erase(name);
    return changed;
  }
  [[nodiscard]] Response ask(const std::string& assertion) const {
    return post_token(sandbox, assertion_request(kId, assertion));
  }
  [[nodiscard]] Response ask_with(const OrderedJson& changed_claims) const {
    return ask(
        sign_jwt({{"typ", "JWT"}, {"x5t#S256", x5t_s256}}, changed_claims, key, Algorithm::ps256));
  }
  [[nodiscard]] Response ask_as(const OrderedJson& header, Algorithm algorithm) const {
    return ask(sign_jwt(header, claims(), key, algorithm));
  }
};

const std::string kFederatedId = "00000000-0000-0000-0000-00000000fed1";

/// A client that trusts a foreign issuer, and that issuer.
struct FederatedClient {
  const SandboxProcess& sandbox = fresh_sandbox();
  crypto::PrivateKey key = crypto::PrivateKey::generate_rsa(2048);

  FederatedClient() {
    auto jwk = crypto::to_public_jwk(key.public_key());
    jwk["kid"] = "issuer-key";
    sandbox.register_client({{"client_id", kFederatedId},
                             {"federated",
                              {{{"issuer", "https://issuer.example"},
                                {"subject", "repo:Owner/Repo:environment:prod"},
                                {"audience", "api://AzureADTokenExchange"},
                                {"jwks", {{"keys", {jwk}}}}}}}});
  }

  [[nodiscard]] static OrderedJson claims() {
    return {{"iss", "https://issuer.example"},
            {"sub", "repo:Owner/Repo:environment:prod"},
            {"aud", "api://AzureADTokenExchange"},
            {"nbf", unix_time()},
            {"exp", unix_time() + 300}};
  }
  [[nodiscard]] Response ask(const OrderedJson& claims, const std::string& kid = "issuer-key",
                             Algorithm algorithm = Algorithm::rs256) const {
    return post_token(
        sandbox, assertion_request(kFederatedId, sign_jwt({{"kid", kid}}, claims, key, algorithm)));
  }
  [[nodiscard]] Response ask_with(const std::string& name, const OrderedJson& value) const {
    auto changed = claims();
    changed[name] = value;
    return ask(changed);
  }
};

}  // namespace

TEST_CASE("client assertion: RS256 needs x5t, PS256 needs x5t#S256, a kid suits both") {
  const CertificateClient client;
  CHECK(client.ask_as({{"x5t#S256", client.x5t_s256}}, Algorithm::ps256).status == 200);
  CHECK(client.ask_as({{"x5t", client.x5t}}, Algorithm::rs256).status == 200);
  CHECK(client.ask_as({{"kid", client.x5t}}, Algorithm::rs256).status == 200);
  CHECK(client.ask_as({{"kid", client.x5t}}, Algorithm::ps256).status == 200);
  CHECK(client.ask_as({{"x5t", client.x5t}, {"kid", client.x5t}}, Algorithm::rs256).status == 200);

  CHECK(client.ask_as({{"x5t", client.x5t}}, Algorithm::ps256).code() == 700027);
  CHECK(client.ask_as({{"x5t#S256", client.x5t_s256}}, Algorithm::rs256).code() == 700027);
  CHECK(client.ask_as({{"x5t", client.x5t}, {"kid", "other"}}, Algorithm::rs256).code() == 700027);
  CHECK(client.ask_as({{"x5t#S256", client.x5t_s256}, {"x5t", "AAAA"}}, Algorithm::ps256).code() ==
        700027);
  const auto nameless = client.ask_as({{"typ", "JWT"}}, Algorithm::ps256);
  CHECK(nameless.code() == 5002723);
  CHECK(nameless.error() == "invalid_client");
}

TEST_CASE("client assertion: the refusal of an unknown certificate names its thumbprint") {
  const CertificateClient client;
  const auto bytes = std::string(
      "\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23"
      "\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67",
      20);
  const auto response = client.ask_as({{"x5t", base64url_encode(bytes)}}, Algorithm::rs256);
  CHECK(response.code() == 700027);
  CHECK(response.error() == "invalid_client");
  CHECK(contains(response.text,
                 "The key was not found., Thumbprint of key used by client: "
                 "'0123456789ABCDEF0123456789ABCDEF01234567'"));
}

TEST_CASE("client assertion: refused if the registered key or algorithm did not sign it") {
  const CertificateClient client;
  const auto other = crypto::PrivateKey::generate_rsa(2048);
  const auto by_other = client.ask(
      sign_jwt({{"x5t#S256", client.x5t_s256}}, client.claims(), other, Algorithm::ps256));
  CHECK(by_other.code() == 700027);
  CHECK(contains(by_other.text, "use of the key to verify the signature failed"));

  const auto good = sign_jwt({{"kid", client.x5t}}, client.claims(), client.key, Algorithm::rs256);
  CHECK(client.ask(forged(good)).code() == 700027);
  CHECK(client.ask(good.substr(0, good.rfind('.') + 1)).code() == 700027);
}

TEST_CASE("client assertion: any algorithm but RS256 and PS256 is refused") {
  const CertificateClient client;
  for (const auto algorithm :
       {Algorithm::rs384, Algorithm::rs512, Algorithm::ps384, Algorithm::ps512}) {
    const auto response = client.ask_as({{"kid", client.x5t}}, algorithm);
    CHECK(response.code() == 5002738);
    CHECK(response.error() == "invalid_client");
  }
  const auto claims = base64url_encode(client.claims().dump());
  CHECK(client.ask(base64url_encode(R"({"alg":"none"})") + "." + claims + ".").code() == 5002738);
  CHECK(client.ask(base64url_encode(R"({"alg":"HS256"})") + "." + claims + ".AAAA").code() ==
        5002738);
}

TEST_CASE("client assertion: anything but a JWT is refused as malformed") {
  const CertificateClient client;
  const auto good =
      sign_jwt({{"x5t#S256", client.x5t_s256}}, client.claims(), client.key, Algorithm::ps256);
  REQUIRE(client.ask(good).status == 200);
  for (const auto& text : {std::string("x"), std::string("a.b"), good + "=", " " + good,
                           "Bearer " + good, good + ".x.y", good.substr(1)}) {
    const auto response = client.ask(text);
    CHECK(response.code() == 50027);
    CHECK(response.error() == "invalid_request");
  }
  CHECK(client.ask_with(client.claims_with("exp", "soon")).code() == 50027);
  CHECK(client.ask_with(client.claims_with("nbf", 1.5)).code() == 50027);
  CHECK(client.ask_with(client.claims_with("aud", 7)).code() == 50027);
}

TEST_CASE("client assertion: refused unless its only audience is this endpoint or the issuer") {
  const CertificateClient client;
  const auto base = client.sandbox["base_url"];
  const auto tenant_id = client.sandbox["tenant_id"];
  CHECK(client.ask_with(client.claims_with("aud", client.sandbox["token_endpoint"])).status == 200);
  CHECK(client.ask_with(client.claims_with("aud", base + "/" + tenant_id + "/v2.0")).status == 200);

  const auto several = client.ask_with(
      client.claims_with("aud", {client.sandbox["token_endpoint"], base + "/" + tenant_id}));
  CHECK(several.code() == 5002741);
  CHECK(several.error() == "invalid_client");
  for (const auto& wrong :
       {base + "/", base + "/common/oauth2/v2.0/token", client.sandbox["token_endpoint"] + "/",
        std::string("https://login.microsoftonline.com/") + tenant_id + "/oauth2/v2.0/token"}) {
    const auto response = client.ask_with(client.claims_with("aud", wrong));
    CHECK(response.code() == 700023);
    CHECK(response.error() == "invalid_client");
  }
}

TEST_CASE("client assertion: refused unless issuer and subject are the client") {
  const CertificateClient client;
  const auto mismatch = client.ask_with(client.claims_with("sub", "someone"));
  CHECK(mismatch.code() == 50048);
  CHECK(mismatch.error() == "invalid_client");
  auto other = client.claims_with("sub", "00000000-0000-0000-0000-000000000001");
  other["iss"] = "00000000-0000-0000-0000-000000000001";
  CHECK(client.ask_with(other).code() == 700021);
  for (const auto* name : {"iss", "sub", "aud"}) {
    const auto missing = client.ask_with(client.claims_without(name));
    CHECK(missing.code() == 90014);
    CHECK(missing.error() == "invalid_request");
    CHECK(contains(missing.text, "'" + std::string(name) + "'"));
  }
}

TEST_CASE("client assertion: refused outside its lifetime") {
  const CertificateClient client;
  const auto expired = client.ask_with(client.claims_with("exp", unix_time() - 1));
  CHECK(expired.code() == 700024);
  CHECK(expired.error() == "invalid_client");
  CHECK(contains(expired.text, "Current time: 2"));
  CHECK(contains(expired.text, "assertion valid from 2"));
  CHECK(client.ask_with(client.claims_with("nbf", unix_time() + 60)).code() == 700024);
  const auto endless = client.ask_with(client.claims_without("exp"));
  CHECK(endless.code() == 700024);
  CHECK(contains(endless.text, "expiry time of assertion 1970-01-01T00:00:00.0000000Z"));
  // Entra counts a missing nbf as 1970, which is in the past.
  CHECK(client.ask_with(client.claims_without("nbf")).status == 200);
}

TEST_CASE("client assertion: an unknown client_assertion_type is refused") {
  const CertificateClient client;
  const auto assertion =
      sign_jwt({{"x5t#S256", client.x5t_s256}}, client.claims(), client.key, Algorithm::ps256);
  const auto request = assertion_request(kId, assertion);
  const auto missing = post_token(client.sandbox, with(request, "client_assertion_type", ""));
  CHECK(missing.code() == 900144);
  CHECK(contains(missing.text, "'client_assertion_type'"));
  CHECK(post_token(client.sandbox, with(request, "client_assertion_type", "jwt-bearer")).code() ==
        90011);
}

TEST_CASE("client assertion: a registered JWK is found by its kid") {
  const auto& sandbox = fresh_sandbox();
  const std::string id = "00000000-0000-0000-0000-00000000ce02";
  sandbox.register_client({{"client_id", id}, {"jwks", {test_jwk("my-key")}}});
  const OrderedJson claims{
      {"aud", sandbox["token_endpoint"]}, {"iss", id}, {"sub", id}, {"exp", unix_time() + 60}};
  const auto ask = [&](const std::string& kid, Algorithm algorithm) {
    return post_token(
        sandbox, assertion_request(id, sign_jwt({{"kid", kid}}, claims, test_key(), algorithm)));
  };
  CHECK(ask("my-key", Algorithm::rs256).status == 200);
  CHECK(ask("my-key", Algorithm::ps256).status == 200);
  const auto unknown = ask("other-key", Algorithm::ps256);
  CHECK(unknown.code() == 700027);
  CHECK(contains(unknown.text, "'other-key'"));
}

TEST_CASE("federated assertion: accepted if issuer, subject and audience match") {
  const FederatedClient client;
  CHECK(client.ask(FederatedClient::claims()).status == 200);
  // Kubernetes writes the audience as an array.
  CHECK(client.ask_with("aud", OrderedJson::array({"api://AzureADTokenExchange"})).status == 200);
}

TEST_CASE("federated assertion: refused unless issuer, subject and audience match exactly") {
  const FederatedClient client;
  const auto issuer = client.ask_with("iss", "https://issuer.example/");
  CHECK(issuer.code() == 700211);
  CHECK(issuer.error() == "invalid_client");
  CHECK(contains(issuer.text, "'https://issuer.example/'"));
  CHECK(client.ask_with("iss", "https://Issuer.example").code() == 700211);
  CHECK(client.ask_with("sub", "repo:Owner/Repo:environment:test").code() == 700213);
  CHECK(client.ask_with("sub", "repo:owner/repo:environment:prod").code() == 7002138);
  CHECK(client.ask_with("aud", "api://azureadtokenexchange").code() == 700212);
  CHECK(client.ask_with("aud", {"api://AzureADTokenExchange", "nais"}).code() == 5002741);
}

TEST_CASE("federated assertion: refused for a client without federated credentials") {
  const FederatedClient client;
  const auto response = post_token(
      client.sandbox,
      assertion_request(client.sandbox["client_id"],
                        sign_jwt({{"kid", "issuer-key"}}, FederatedClient::claims(), client.key)));
  CHECK(response.code() == 700211);
}

TEST_CASE("federated assertion: refused with a wrong algorithm, key or lifetime") {
  const FederatedClient client;
  CHECK(client.ask(FederatedClient::claims(), "issuer-key", Algorithm::ps256).code() == 5002738);
  CHECK(client.ask(FederatedClient::claims(), "unknown-key").code() == 700027);
  const auto other_key = post_token(
      client.sandbox,
      assertion_request(kFederatedId, sign_jwt({{"kid", "issuer-key"}}, FederatedClient::claims(),
                                               crypto::PrivateKey::generate_rsa(2048))));
  CHECK(other_key.code() == 700027);
  CHECK(client.ask_with("exp", unix_time() - 1).code() == 700024);
  CHECK(client.ask_with("nbf", unix_time() + 60).code() == 700024);
}
