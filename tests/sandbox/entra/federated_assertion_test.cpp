// SPDX-License-Identifier: MIT
#include "crypto/jwk.hpp"
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;
using crypto::Algorithm;

namespace {

const std::string kId = "00000000-0000-0000-0000-00000000fed1";

/// A client that trusts a foreign issuer, and that issuer.
struct FederatedClient {
  const SandboxProcess& sandbox = fresh_sandbox();
  crypto::PrivateKey key = crypto::PrivateKey::generate_rsa(2048);

  FederatedClient() {
    auto jwk = crypto::to_public_jwk(key.public_key());
    jwk["kid"] = "issuer-key";
    sandbox.register_client({{"client_id", kId},
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
  [[nodiscard]] Answer ask(const OrderedJson& claims, const std::string& kid = "issuer-key",
                           Algorithm algorithm = Algorithm::rs256) const {
    return post_token(sandbox,
                      assertion_request(kId, sign_jwt({{"kid", kid}}, claims, key, algorithm)));
  }
  [[nodiscard]] Answer ask_with(const std::string& name, const OrderedJson& value) const {
    auto changed = claims();
    changed[name] = value;
    return ask(changed);
  }
};

}  // namespace

TEST_CASE("a foreign token is accepted where all three match") {
  const FederatedClient client;
  CHECK(client.ask(FederatedClient::claims()).status == 200);
  // Kubernetes writes the audience as an array.
  CHECK(client.ask_with("aud", OrderedJson::array({"api://AzureADTokenExchange"})).status == 200);
}

TEST_CASE("issuer, subject and audience match to the letter") {
  const FederatedClient client;
  const auto issuer = client.ask_with("iss", "https://issuer.example/");
  CHECK(issuer.code() == 700211);
  CHECK(issuer.error() == "invalid_client");
  CHECK(issuer.text.find("'https://issuer.example/'") != std::string::npos);
  CHECK(client.ask_with("iss", "https://Issuer.example").code() == 700211);
  CHECK(client.ask_with("sub", "repo:Owner/Repo:environment:test").code() == 700213);
  CHECK(client.ask_with("sub", "repo:owner/repo:environment:prod").code() == 7002138);
  CHECK(client.ask_with("aud", "api://azureadtokenexchange").code() == 700212);
  CHECK(client.ask_with("aud", {"api://AzureADTokenExchange", "nais"}).code() == 5002741);
}

TEST_CASE("a client without federated credentials trusts no issuer") {
  const FederatedClient client;
  const auto answer = post_token(
      client.sandbox,
      assertion_request(client.sandbox["client_id"],
                        sign_jwt({{"kid", "issuer-key"}}, FederatedClient::claims(), client.key)));
  CHECK(answer.code() == 700211);
}

TEST_CASE("a foreign token is signed with RS256 by a key of its issuer, and valid now") {
  const FederatedClient client;
  CHECK(client.ask(FederatedClient::claims(), "issuer-key", Algorithm::ps256).code() == 5002738);
  CHECK(client.ask(FederatedClient::claims(), "unknown-key").code() == 700027);
  const auto forged =
      post_token(client.sandbox,
                 assertion_request(kId, sign_jwt({{"kid", "issuer-key"}}, FederatedClient::claims(),
                                                 crypto::PrivateKey::generate_rsa(2048))));
  CHECK(forged.code() == 700027);
  CHECK(client.ask_with("exp", unix_time() - 1).code() == 700024);
  CHECK(client.ask_with("nbf", unix_time() + 60).code() == 700024);
}
