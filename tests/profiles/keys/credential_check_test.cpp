// SPDX-License-Identifier: MIT
#include "profiles/read_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using test::problems_of;
using test::read_profile_text;

namespace {

using Lines = std::vector<std::string>;

const std::string kSecret = "client_secret = { env = 'S' }\n";
const std::string kCertificate = "certificate_path = 'c.pem'\n";
const std::string kJwk = "jwk = { file = 'k.json' }\n";

Profile profile_of(std::string_view base, const std::string& lines) {
  auto read = read_profile_text(std::string(base) + lines);
  CAPTURE(lines);
  for (const auto& problem : read.problems) FAIL_CHECK(problem.message);
  return std::move(read.profile);
}

Lines entra_problems(const std::string& lines) {
  return problems_of(std::string(test::kEntra) + lines);
}

}  // namespace

TEST_CASE("credential_check: without auth_method, the credential decides") {
  struct Case {
    std::string lines;
    AuthMethod method;
    Flow flow;
  };
  const std::vector<Case> cases = {
      {"", AuthMethod::none, Flow::interactive_browser},
      {kSecret, AuthMethod::client_secret, Flow::client_credentials},
      {kCertificate, AuthMethod::certificate, Flow::client_credentials},
      {kJwk, AuthMethod::jwk, Flow::client_credentials},
      {"federated = 'github'\n", AuthMethod::federated, Flow::client_credentials},
      {"federated_token = { env = 'T' }\n", AuthMethod::federated, Flow::client_credentials},
      {"flow = 'managed-identity'\n", AuthMethod::managed_identity, Flow::managed_identity},
      {"flow = 'device-code'\n", AuthMethod::none, Flow::device_code},
      {"flow = 'obo'\n" + kSecret, AuthMethod::client_secret, Flow::on_behalf_of},
      {"flow = 'interactive'\n" + kSecret, AuthMethod::client_secret, Flow::interactive_browser},
  };
  for (const auto& [lines, method, flow] : cases) {
    const auto profile = profile_of(test::kEntra, lines);
    CAPTURE(lines);
    CHECK(profile.auth_method == method);
    CHECK(profile.flow == flow);
  }
}

TEST_CASE("credential_check: auth_method accepts the original spellings") {
  struct Case {
    std::string lines;
    AuthMethod method;
  };
  const std::vector<Case> cases = {
      {"auth_method = 'ClientSecret'\n" + kSecret, AuthMethod::client_secret},
      {"auth_method = 'client_secret'\n" + kSecret, AuthMethod::client_secret},
      {"auth_method = 'CLIENT-SECRET'\n" + kSecret, AuthMethod::client_secret},
      {"auth_method = 'Certificate'\n" + kCertificate, AuthMethod::certificate},
      {"auth_method = 'PasswordlessCertificate'\n" + kCertificate,
       AuthMethod::passwordless_certificate},
      {"auth_method = 'jwk'\n" + kJwk, AuthMethod::jwk},
      {"auth_method = 'federated'\nfederated = 'github'\n", AuthMethod::federated},
      {"auth_method = 'ManagedIdentity'\n", AuthMethod::managed_identity},
      {"auth_method = 'none'\n", AuthMethod::none},
  };
  for (const auto& [lines, method] : cases) {
    CAPTURE(lines);
    CHECK(profile_of(test::kEntra, lines).auth_method == method);
  }
}

TEST_CASE("credential_check: names two credentials without auth_method") {
  struct Case {
    std::string lines;
    std::string problem;
  };
  const std::vector<Case> cases = {
      {kSecret + kCertificate, "5: client_secret and certificate_path are two credentials"},
      {kCertificate + kSecret, "4: client_secret and certificate_path are two credentials"},
      {kJwk + kSecret, "4: client_secret and jwk are two credentials"},
      {"federated = 'github'\nfederated_token = { env = 'T' }\n",
       "5: federated and federated_token are two credentials"},
  };
  for (const auto& [lines, problem] : cases) {
    CAPTURE(lines);
    CHECK(entra_problems(lines) == Lines{problem + " (keep one of them)"});
  }
}

TEST_CASE("credential_check: refuses a credential of another method than auth_method") {
  CHECK(entra_problems("auth_method = 'client-secret'\n" + kSecret + kCertificate) ==
        Lines{"6: certificate_path does not go with auth_method client-secret (remove it, or set "
              "auth_method = \"certificate\")"});
  CHECK(entra_problems("auth_method = 'none'\n" + kSecret) ==
        Lines{"5: client_secret does not go with auth_method none (remove it, or set auth_method = "
              "\"client-secret\")"});
  CHECK(entra_problems("auth_method = 'managed-identity'\n" + kSecret).size() == 1);
  CHECK(entra_problems("auth_method = 'federated'\nfederated = 'github'\n"
                       "federated_token = { env = 'T' }\n") ==
        Lines{"6: federated and federated_token are two credentials (keep one of them)"});
}

TEST_CASE("credential_check: auth_method without its credential names the key that it needs") {
  struct Case {
    std::string method, needed;
  };
  const std::vector<Case> cases = {
      {"client-secret", "client_secret"},
      {"certificate", "certificate_path"},
      {"passwordless-certificate", "certificate_path"},
      {"jwk", "jwk"},
      {"federated", "federated or federated_token"},
  };
  for (const auto& [method, needed] : cases) {
    CHECK(entra_problems("auth_method = '" + method + "'\n") ==
          Lines{"4: auth_method " + method + " needs " + needed});
  }
  CHECK(problems_of("provider = 'maskinporten'\nenvironment = 'test'\nclient_id = 'c'\n"
                    "auth_method = 'jwk'\n") ==
        Lines{"5: auth_method jwk needs jwk, or private_key with key_id"});
}

TEST_CASE("credential_check: refuses a key without the credential that it belongs to") {
  struct Case {
    std::string lines, problem;
  };
  const std::vector<Case> cases = {
      {"send_x5c = true\n", "4: send_x5c needs certificate_path"},
      {"send_x5c = true\n" + kSecret, "4: send_x5c needs certificate_path"},
      {"private_key_path = 'k.pem'\n" + kJwk, "4: private_key_path needs certificate_path"},
      {"certificate_password = { env = 'P' }\n",
       "4: certificate_password needs certificate_path or private_key"},
      {"token_endpoint_auth_method = 'client_secret_basic'\n" + kCertificate,
       "4: token_endpoint_auth_method needs client_secret"},
      {"token_endpoint_auth_signing_alg = 'PS256'\n" + kSecret,
       "4: token_endpoint_auth_signing_alg needs certificate_path or jwk or private_key"},
      {"key_id = 'k'\n" + kSecret, "4: key_id needs jwk or private_key or certificate_path"},
      {"key_id = 'k'\n" + kCertificate,
       "4: key_id does not go with certificate_path (remove it: the certificate is named by its "
       "thumbprint)"},
      {"auth_method = 'passwordless-certificate'\ncertificate_password = { env = 'P' }\n" +
           kCertificate,
       "5: certificate_password does not go with auth_method passwordless-certificate (remove it, "
       "or set auth_method = \"certificate\")"},
  };
  for (const auto& [lines, problem] : cases) {
    CAPTURE(lines);
    CHECK(entra_problems(lines) == Lines{problem});
  }
  const auto profile = profile_of(test::kEntra, kCertificate +
                                                    "private_key_path = 'k.pem'\n"
                                                    "certificate_password = { env = 'P' }\n"
                                                    "send_x5c = true\n"
                                                    "token_endpoint_auth_signing_alg = 'RS256'\n");
  CHECK(profile.send_x5c);
  CHECK(profile.signing_algorithm == "RS256");
  CHECK(profile.private_key_path == "k.pem");
  CHECK(profile_of(test::kEntra, kJwk + "key_id = 'k'\n").key_id == "k");
  CHECK(profile_of(test::kOidc, kSecret + "token_endpoint_auth_method = 'client_secret_basic'\n")
            .secret_transmission == SecretTransmission::client_secret_basic);
  CHECK(profile_of(test::kOidc, kSecret).secret_transmission ==
        SecretTransmission::client_secret_post);
}

TEST_CASE(
    "credential_check: maskinporten signs with a JWK, a private key with its id, or a "
    "certificate") {
  const std::string base = "provider = 'maskinporten'\nenvironment = 'prod'\nclient_id = 'c'\n";
  CHECK(profile_of(base, kJwk).auth_method == AuthMethod::jwk);
  CHECK(profile_of(base, kCertificate).auth_method == AuthMethod::certificate);
  const std::string private_key = "private_key = { file = 'k.pem' }\n";
  const auto profile = profile_of(base, private_key + "key_id = 'k'\n");
  CHECK(profile.auth_method == AuthMethod::jwk);
  CHECK(profile.flow == Flow::maskinporten);
  CHECK(profile_of(base, "auth_method = 'jwk'\nkey_id = 'k'\n" + private_key).key_id == "k");

  CHECK(problems_of(base + private_key) == Lines{"5: private_key needs key_id"});
  CHECK(problems_of(base + private_key + kJwk + "key_id = 'k'\n") ==
        Lines{"5: jwk and private_key are two credentials (keep one of them)"});
  CHECK(problems_of(base) ==
        Lines{"2: a maskinporten profile needs a key to sign with (set jwk, or private_key with "
              "key_id, or certificate_path)"});
  for (const std::string method : {"none", "client-secret", "federated", "managed-identity"}) {
    const auto problems = problems_of(base + "auth_method = '" + method + "'\n");
    CHECK(problems == Lines{"5: a maskinporten profile needs a key to sign with (set jwk, or "
                            "private_key with key_id, or certificate_path)"});
  }
  CHECK(problems_of(base + kCertificate + "key_id = 'k'\nsend_x5c = true\n").size() == 1);
  CHECK(problems_of(base + kCertificate + "key_id = 'k'\n").empty());
}

TEST_CASE("credential_check: maskinporten accepts only RSA PKCS#1 signatures") {
  const std::string base(test::kMaskinporten);
  for (const std::string algorithm : {"RS256", "RS384", "RS512", "rs256"}) {
    CHECK(problems_of(base + "token_endpoint_auth_signing_alg = '" + algorithm + "'\n").empty());
  }
  for (const std::string algorithm :
       {"PS256", "PS384", "PS512", "ES256", "none", "HS256", "ps256"}) {
    CHECK(problems_of(base + "token_endpoint_auth_signing_alg = '" + algorithm + "'\n").size() ==
          1);
  }
}

TEST_CASE("credential_check: only entra has managed identities") {
  CHECK(problems_of(std::string(test::kOidc) + "auth_method = 'managed-identity'\n") ==
        Lines{"5: auth_method managed-identity is not possible with provider oidc"});
}
