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

Lines with(std::string_view base, const std::string& lines) {
  return problems_of(std::string(base) + lines);
}

}  // namespace

TEST_CASE("profile_check: an entra profile needs client and tenant, or its token endpoint") {
  CHECK(problems_of("") == Lines{"1: client_id is missing (the application (client) ID of the app "
                                 "registration)",
                                 "1: tenant_id is missing (the GUID or a domain of the tenant, for "
                                 "example contoso.onmicrosoft.com)"});
  CHECK(problems_of("client_id = 'c'\ntoken_endpoint = 'https://x.example/t'\n" + kSecret).empty());
  CHECK(problems_of("tenant_id = 't'\n" + kSecret).size() == 1);
  CHECK(problems_of("auth_method = 'managed-identity'\n").empty());
  CHECK(problems_of("auth_method = 'managed-identity'\nclient_id = 'c'\n").empty());
}

TEST_CASE("profile_check: an application cannot use a shared tenant") {
  for (const std::string tenant : {"common", "organizations", "consumers", "Common"}) {
    for (const std::string flow : {"client-credentials", "on-behalf-of"}) {
      CAPTURE(tenant, flow);
      const auto problems = problems_of("client_id = 'c'\ntenant_id = '" + tenant + "'\nflow = '" +
                                        flow + "'\n" + kSecret);
      REQUIRE(problems.size() == 1);
      CHECK(problems[0].starts_with("3: tenant_id "));
      CHECK(problems[0].find(" is not possible with flow " + flow) != std::string::npos);
    }
    CHECK(problems_of("client_id = 'c'\ntenant_id = '" + tenant + "'\nflow = 'device-code'\n")
              .empty());
  }
}

TEST_CASE("profile_check: cloud and authority exclude each other") {
  const auto usgov = read_profile_text(std::string(test::kEntra) + "cloud = 'usgov'\n");
  CHECK(usgov.problems.empty());
  CHECK(usgov.profile.cloud == Cloud::usgov);
  const auto custom =
      read_profile_text(std::string(test::kEntra) + "authority = 'https://login.example/x//'\n");
  CHECK(custom.problems.empty());
  CHECK(custom.profile.authority == "https://login.example/x");
  CHECK(with(test::kEntra, "cloud = 'china'\nauthority = 'https://login.example'\n") ==
        Lines{"5: cloud and authority exclude each other (keep one of them)"});
  CHECK(with(test::kEntra, "cloud = 'germany'\n") ==
        Lines{"4: cloud must be public, usgov or china"});
  CHECK(with(test::kEntra, "authority = 'http://login.example'\n").size() == 1);
  CHECK(
      with(test::kEntra, "authority = 'https://login.microsoftonline.com@evil.example'\n").size() ==
      1);
  CHECK(with(test::kEntra, "authority = 'http://127.0.0.1:8080'\n").empty());
}

TEST_CASE("profile_check: refuses a flow without the credential that it needs") {
  for (const std::string flow : {"client-credentials", "on-behalf-of"}) {
    CHECK(with(test::kEntra, "flow = '" + flow + "'\n") ==
          Lines{"4: flow " + flow +
                " needs a credential (set client_secret, certificate_path, jwk, federated or "
                "federated_token)"});
    CHECK(with(test::kEntra, "flow = '" + flow + "'\n" + kSecret).empty());
    CHECK(with(test::kOidc, "flow = '" + flow + "'\n").size() == 1);
  }
}

TEST_CASE("profile_check: refuses a flow of another provider") {
  struct Case {
    std::string_view base;
    std::string flow;
    bool fits;
  };
  const std::vector<Case> cases = {
      {test::kEntra, "maskinporten", false},
      {test::kEntra, "device-code", true},
      {test::kEntra, "managed-identity", true},
      {test::kOidc, "maskinporten", false},
      {test::kOidc, "managed-identity", false},
      {test::kOidc, "interactive", true},
      {test::kOidc, "device-code", true},
      {test::kMaskinporten, "maskinporten", true},
      {test::kMaskinporten, "client-credentials", false},
      {test::kMaskinporten, "interactive", false},
      {test::kTexas, "client-credentials", true},
      {test::kTexas, "interactive", false},
      {test::kTexas, "maskinporten", false},
      {test::kTexas, "managed-identity", false},
  };
  for (const auto& [base, flow, fits] : cases) {
    CAPTURE(base, flow);
    CHECK(with(base, "flow = '" + flow + "'\n").empty() == fits);
  }
  CHECK(with(test::kEntra, "flow = 'password'\n") ==
        Lines{"4: flow must be client-credentials, interactive-browser, device-code, on-behalf-of, "
              "maskinporten or managed-identity"});
}

TEST_CASE("profile_check: managed-identity must be both flow and method, or neither") {
  CHECK(with(test::kEntra, "auth_method = 'managed-identity'\nflow = 'client-credentials'\n")
            .size() == 1);
  CHECK(with(test::kEntra, "auth_method = 'none'\nflow = 'managed-identity'\n").size() == 1);
  CHECK(with(test::kEntra, "flow = 'managed-identity'\n" + kSecret).size() == 1);
}

TEST_CASE("profile_check: refuses a key of another provider and names that provider") {
  struct Case {
    std::string_view base;
    std::string line, problem;
  };
  const std::vector<Case> cases = {
      {test::kEntra, "environment = 'test'",
       "4: environment has no meaning in a profile of provider entra (remove it; it belongs to "
       "provider maskinporten)"},
      {test::kEntra, "consumer_org = '123456789'",
       "4: consumer_org has no meaning in a profile of provider entra (remove it; it belongs to "
       "provider maskinporten)"},
      {test::kEntra, "issuer = 'https://x.example'",
       "4: issuer has no meaning in a profile of provider entra (remove it; it belongs to provider "
       "maskinporten or oidc)"},
      {test::kEntra, "identity_provider = 'tokenx'",
       "4: identity_provider has no meaning in a profile of provider entra (remove it; it belongs "
       "to provider texas)"},
      {test::kMaskinporten, "tenant_id = 't'",
       "6: tenant_id has no meaning in a profile of provider maskinporten (remove it; it belongs "
       "to "
       "provider entra)"},
      {test::kMaskinporten, "client_secret = { env = 'S' }",
       "6: client_secret has no meaning in a profile of provider maskinporten (remove it; it "
       "belongs to provider entra or oidc)"},
      {test::kTexas, "client_id = 'c'",
       "4: client_id has no meaning in a profile of provider texas (remove it; it belongs to "
       "provider entra or maskinporten or oidc)"},
      {test::kOidc, "cloud = 'public'",
       "5: cloud has no meaning in a profile of provider oidc (remove it; it belongs to provider "
       "entra)"},
  };
  for (const auto& [base, line, problem] : cases) CHECK(with(base, line + "\n") == Lines{problem});
}

TEST_CASE("profile_check: a flow with a user needs the address of its endpoint") {
  const std::string entra = "client_id = 'c'\ntoken_endpoint = 'https://x.example/t'\n";
  CHECK(problems_of(entra) == Lines{"1: authorization_endpoint is missing (or set tenant_id)"});
  CHECK(problems_of(entra + "authorization_endpoint = 'https://x.example/a'\n").empty());
  CHECK(problems_of(entra + "flow = 'device-code'\n") ==
        Lines{"1: device_authorization_endpoint is missing (or set tenant_id)"});
  const std::string oidc = "provider = 'oidc'\n" + entra;
  CHECK(problems_of(oidc) == Lines{"1: authorization_endpoint is missing (or set issuer)"});
  CHECK(problems_of(oidc + kSecret).empty());
}

TEST_CASE("profile_check: an oidc profile needs an issuer or a token endpoint") {
  CHECK(problems_of("provider = 'oidc'\nclient_id = 'c'\n") ==
        Lines{"1: issuer is missing (or set token_endpoint)"});
  CHECK(problems_of("provider = 'oidc'\nissuer = 'https://x.example'\n") ==
        Lines{"1: client_id is missing"});
  const auto read =
      read_profile_text("provider = 'OIDC'\nissuer = 'https://x.example/'\nclient_id = 'c'\n");
  CHECK(read.problems.empty());
  CHECK(read.profile.issuer == "https://x.example/");
  CHECK(problems_of("provider = 'oidc'\nissuer = 'http://x.example'\nclient_id = 'c'\n").size() ==
        1);
  CHECK(problems_of("provider = 'oidc'\nissuer = 'https://x.example?a'\nclient_id = 'c'\n") ==
        Lines{"3: issuer must not have a query (`?`)"});
}

TEST_CASE("profile_check: a maskinporten profile needs an environment or an issuer") {
  const std::string base = "provider = 'maskinporten'\nclient_id = 'c'\njwk = { env = 'J' }\n";
  CHECK(problems_of(base) == Lines{"1: environment is missing (set environment = \"test\" or "
                                   "\"prod\")"});
  CHECK(problems_of(base + "environment = 'prod'\n").empty());
  CHECK(problems_of(base + "issuer = 'https://maskinporten.example/'\n").empty());
  // An address alone does not tell the audience of the assertion.
  CHECK(problems_of(base + "token_endpoint = 'https://maskinporten.example/token'\n").size() == 1);
  CHECK(problems_of(base + "environment = 'test'\nissuer = 'https://x.example/'\n").size() == 1);
  CHECK(problems_of(base + "environment = 'dev'\n") ==
        Lines{"5: environment must be test or prod"});
  CHECK(problems_of("provider = 'maskinporten'\nenvironment = 'test'\njwk = { env = 'J' }\n") ==
        Lines{"1: client_id is missing"});
}

TEST_CASE("profile_check: a texas profile needs its identity provider, which decides the flows") {
  CHECK(problems_of("provider = 'texas'\n") ==
        Lines{"1: identity_provider is missing (entra_id, maskinporten or tokenx)"});
  CHECK(problems_of("provider = 'texas'\nidentity_provider = 'idporten'\n") ==
        Lines{"3: identity_provider must be one of entra_id, maskinporten, tokenx"});
  const auto flow_of = [](const std::string& lines) {
    return read_profile_text("provider = 'texas'\nidentity_provider = " + lines).profile.flow;
  };
  CHECK(flow_of("'entra_id'\n") == Flow::client_credentials);
  CHECK(flow_of("'maskinporten'\n") == Flow::client_credentials);
  CHECK(flow_of("'tokenx'\n") == Flow::on_behalf_of);
  CHECK(flow_of("'entra_id'\nflow = 'obo'\n") == Flow::on_behalf_of);
  CHECK(problems_of("provider = 'texas'\nidentity_provider = 'entra_id'\nflow = 'obo'\n").empty());
  CHECK(problems_of("provider = 'texas'\nidentity_provider = 'tokenx'\n"
                    "flow = 'client-credentials'\n") ==
        Lines{"4: flow client-credentials is not possible with identity_provider tokenx"});
  CHECK(with(test::kTexas, "flow = 'obo'\n") ==
        Lines{"4: flow on-behalf-of is not possible with identity_provider maskinporten"});
  const std::string details = "authorization_details = '[{\"type\":\"x\"}]'\n";
  CHECK(with(test::kTexas, details).empty());
  CHECK(problems_of("provider = 'texas'\nidentity_provider = 'entra_id'\n" + details).size() == 1);
}

TEST_CASE("profile_check: refuses settings of a sign-in that exclude each other") {
  CHECK(with(test::kEntra, "redirect_uri = 'http://localhost:8400/cb'\nport = 8400\n").empty());
  CHECK(with(test::kEntra, "redirect_uri = 'http://localhost/cb'\nport = 8400\n").empty());
  CHECK(with(test::kEntra, "redirect_uri = 'http://[::1]/cb'\nport = 8400\n").empty());
  CHECK(with(test::kEntra, "redirect_uri = 'http://localhost:8401'\nport = 8400\n") ==
        Lines{"5: port differs from the port of redirect_uri (keep one of them)"});
  CHECK(with(test::kEntra, "port = 0\n").size() == 1);
  CHECK(with(test::kEntra, "prompt = 'login'\nlogin_hint = 'a@b.example'\n").empty());
  CHECK(with(test::kEntra, "prompt = 'select_account'\nlogin_hint = 'a@b.example'\n") ==
        Lines{"5: login_hint and prompt select_account exclude each other (keep one of them)"});
  CHECK(with(test::kEntra, "prompt = 'always'\n") ==
        Lines{"4: prompt must be login, none, consent or select_account"});
  CHECK(with(test::kOidc, "prompt = 'login consent'\n").empty());
}

TEST_CASE("profile_check: does not report mistakes that follow from a wrong key") {
  CHECK(with(test::kEntra, "client_secrt = { env = 'S' }\nflow = 'client-credentials'\n") ==
        Lines{"4: unknown key `client_secrt` (did you mean client_secret?)"});
}

TEST_CASE("profile_check: only a sidecar may be reached without TLS outside this machine") {
  const std::string endpoint = "token_endpoint = 'http://texas.example/api/v1/token'\n";
  CHECK(problems_of("provider = 'texas'\nidentity_provider = 'entra_id'\n" + endpoint).empty());
  CHECK(problems_of("provider = 'oidc'\nclient_id = 'c'\nclient_secret = { env = 'S' }\n" +
                    endpoint) ==
        Lines{"5: token_endpoint: cleartext http is not used for texas.example (use https; http is "
              "accepted for loopback addresses only)"});
}

TEST_CASE("profile_check: only Maskinporten takes resource as an array, and only of one") {
  const std::string maskinporten =
      "provider = 'maskinporten'\nclient_id = 'c'\njwk = { env = 'J' }\nenvironment = 'test'\n";
  const auto read = read_profile_text(maskinporten + "resource = ['https://api.example']\n");
  CHECK(read.problems.empty());
  CHECK(read.profile.resource == "https://api.example");
  CHECK(read.profile.resource_as_array);
  CHECK_FALSE(read_profile_text(maskinporten + "resource = 'https://api.example'\n")
                  .profile.resource_as_array);
  for (const char* value : {"[]", "['a', 'b']", "[1]", "1", "['']"}) {
    CAPTURE(value);
    CHECK(problems_of(maskinporten + "resource = " + value + "\n").size() == 1);
  }
  CHECK(problems_of("tenant_id = 't.example'\nclient_id = 'c'\nresource = ['api://x']\n") ==
        Lines{"4: resource must be a string (only Maskinporten takes an array of one)"});
}

TEST_CASE("profile_check: a managed identity is named in one way only") {
  const std::string base = "auth_method = 'managed-identity'\nresource = 'https://x.example'\n";
  CHECK(problems_of(base).empty());
  CHECK(problems_of(base + "identity_object_id = 'o'\n").empty());
  CHECK(problems_of(base + "identity_resource_id = '/subscriptions/s'\n").empty());
  CHECK(problems_of(base + "client_id = 'c'\nidentity_object_id = 'o'\n").size() == 1);
  CHECK(problems_of("tenant_id = 't.example'\nclient_id = 'c'\nidentity_object_id = 'o'\n") ==
        Lines{"4: identity_object_id needs auth_method managed-identity"});
}

TEST_CASE("profile_check: TokenX has no resource") {
  CHECK(problems_of("provider = 'texas'\nidentity_provider = 'tokenx'\nresource = 'x'\n").size() ==
        1);
}
