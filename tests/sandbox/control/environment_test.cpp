// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "os/random.hpp"
#include "sandbox/maskinporten_grants.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

crypto::PrivateJwk private_key(const Json& variable) {
  auto key = crypto::load_private_jwk(Secret(variable.get<std::string>()));
  REQUIRE(key.has_value());
  return std::move(*key);
}

const std::map<std::string, std::set<std::string>> kVariables{
    {"nais",
     {"AZURE_APP_CLIENT_ID", "AZURE_APP_CLIENT_SECRET", "AZURE_APP_JWK", "AZURE_APP_TENANT_ID",
      "AZURE_APP_WELL_KNOWN_URL", "AZURE_OPENID_CONFIG_ISSUER", "AZURE_OPENID_CONFIG_JWKS_URI",
      "AZURE_OPENID_CONFIG_TOKEN_ENDPOINT"}},
    {"maskinporten",
     {"MASKINPORTEN_CLIENT_ID", "MASKINPORTEN_CLIENT_JWK", "MASKINPORTEN_SCOPES",
      "MASKINPORTEN_WELL_KNOWN_URL", "MASKINPORTEN_ISSUER", "MASKINPORTEN_TOKEN_ENDPOINT",
      "MASKINPORTEN_JWKS_URI"}},
    {"texas",
     {"NAIS_TOKEN_ENDPOINT", "NAIS_TOKEN_EXCHANGE_ENDPOINT", "NAIS_TOKEN_INTROSPECTION_ENDPOINT",
      "NAIS_CLUSTER_NAME", "NAIS_NAMESPACE", "NAIS_APP_NAME"}},
    {"azure",
     {"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_AUTHORITY_HOST"}},
    {"github",
     {"GITHUB_ACTIONS", "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
      "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_AUTHORITY_HOST"}},
    {"azure-pipelines",
     {"TF_BUILD", "SYSTEM_OIDCREQUESTURI", "SYSTEM_ACCESSTOKEN", "AZURESUBSCRIPTION_CLIENT_ID",
      "AZURESUBSCRIPTION_TENANT_ID", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
      "AZURE_AUTHORITY_HOST"}},
    {"imds", {"AZURE_POD_IDENTITY_AUTHORITY_HOST"}},
    {"app-service", {"IDENTITY_ENDPOINT", "IDENTITY_HEADER"}},
    {"cloud-shell", {"MSI_ENDPOINT"}},
    {"arc", {"IDENTITY_ENDPOINT", "IMDS_ENDPOINT"}},
};

}  // namespace

TEST_CASE("environment: contains the variables of its platform") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& [name, expected] : kVariables) {
    std::set<std::string> names;
    const auto variables = environment(sandbox, name);
    for (const auto& [variable, value] : variables.items()) {
      CAPTURE(variable);
      CHECK_FALSE(value.get<std::string>().empty());
      names.insert(variable);
    }
    CAPTURE(name);
    CHECK(names == expected);
  }
}

TEST_CASE("environment: an unknown name is refused with the known names") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* name : {"", "nothing", "nais/x"}) {
    const auto response = send(sandbox, "GET", std::string("/sandbox/environment/") + name);
    CHECK(response.status == 404);
    CHECK(response.body.at("environments").size() == kVariables.size());
  }
  CHECK(send(sandbox, "POST", "/sandbox/environment/nais").status == 404);
  CHECK(send(sandbox, "GET", "/sandbox/environment/nais?format=xml").status == 400);
  CHECK(send(sandbox, "GET", "/sandbox/environment/nais?x=y").status == 400);
}

TEST_CASE("environment: format=shell quotes every value for a shell") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const std::string awkward = "it's \"$HOME\" `x` \\ \n!";
  sandbox.register_client({{"client_id", sandbox["client_id"]}, {"secrets", {awkward}}});
  const auto lines = send(sandbox, "GET", "/sandbox/environment/azure?format=shell");
  CHECK(lines.status == 200);
  CHECK(lines.headers.at("content-type") == "text/plain");
  const auto result =
      run({"/bin/sh", "-c", "eval \"$1\" && printf %s \"$AZURE_CLIENT_SECRET\"", "sh", lines.text});
  CHECK(result.out == awkward);
}

TEST_CASE("environment: the key of nais authenticates its client") {
  const auto& sandbox = fresh_sandbox();
  const auto variables = environment(sandbox, "nais");
  const auto key = private_key(variables.at("AZURE_APP_JWK"));
  const auto id = variables.at("AZURE_APP_CLIENT_ID").get<std::string>();
  CHECK_FALSE(key.kid.empty());
  const OrderedJson claims{{"aud", variables.at("AZURE_OPENID_CONFIG_ISSUER")},
                           {"iss", id},
                           {"sub", id},
                           {"exp", unix_time() + 60}};
  auto request = assertion_request(id, sign_jwt({{"kid", key.kid}}, claims, key.key));
  CHECK(post_token(sandbox, with(request, "scope", "api://cluster.ns.app/.default")).status == 200);
  // Asking again neither changes the key nor takes the secret away.
  CHECK(environment(sandbox, "nais").at("AZURE_APP_JWK") == variables.at("AZURE_APP_JWK"));
  CHECK(post_token(sandbox, good_request()).status == 200);
  for (const auto* url : {"AZURE_APP_WELL_KNOWN_URL", "AZURE_OPENID_CONFIG_JWKS_URI"}) {
    CHECK(send(sandbox, "GET", path_of(sandbox, variables.at(url))).status == 200);
  }
}

TEST_CASE("environment: the key of maskinporten signs grants") {
  const auto& sandbox = fresh_sandbox();
  const auto variables = environment(sandbox, "maskinporten");
  const auto key = private_key(variables.at("MASKINPORTEN_CLIENT_JWK"));
  CHECK(key.algorithm == crypto::Algorithm::rs256);
  CHECK(variables.at("MASKINPORTEN_SCOPES") ==
        "skatt:some.scope nav:some/other/scope sandbox:read");
  const auto ask = [&](const OrderedJson& more) {
    OrderedJson claims{{"aud", variables.at("MASKINPORTEN_ISSUER")},
                       {"iss", variables.at("MASKINPORTEN_CLIENT_ID")},
                       {"scope", variables.at("MASKINPORTEN_SCOPES")},
                       {"iat", unix_time()},
                       {"exp", unix_time() + 60},
                       {"jti", os::random_uuid()}};
    claims.update(more);
    return post_form(
        sandbox, path_of(sandbox, variables.at("MASKINPORTEN_TOKEN_ENDPOINT")),
        {{"grant_type", kGrantType}, {"assertion", sign_jwt({{"kid", key.kid}}, claims, key.key)}});
  };
  CHECK(token_claims(ask({{"consumer_org", "987654321"}})).at("supplier").at("ID") ==
        "0192:123456789");
  CHECK(mp_code(ask({{"consumer_org", "123456789"}})) == "MP-011");
  for (const auto* url : {"MASKINPORTEN_WELL_KNOWN_URL", "MASKINPORTEN_JWKS_URI"}) {
    CHECK(send(sandbox, "GET", path_of(sandbox, variables.at(url))).status == 200);
  }
}

TEST_CASE("environment: the secret of azure authenticates the first client") {
  const auto& sandbox = fresh_sandbox();
  const auto variables = environment(sandbox, "azure");
  CHECK(variables.at("AZURE_AUTHORITY_HOST") == sandbox["base_url"]);
  CHECK(variables.at("AZURE_TENANT_ID") == sandbox["tenant_id"]);
  CHECK(variables.at("AZURE_CLIENT_ID") == sandbox["client_id"]);
  CHECK(variables.at("AZURE_CLIENT_SECRET") == sandbox["client_secret"]);
}
