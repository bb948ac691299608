// SPDX-License-Identifier: MIT
#include "sandbox/control/environment.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/jwk.hpp"
#include "sandbox/http/parameters.hpp"
#include "sandbox/maskinporten/grant.hpp"
#include "sandbox/platforms/ci_oidc.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

std::string first_secret(const Sandbox& sandbox) {
  const auto client = sandbox.tenant.clients.find(kFirstClientId);
  return client->secrets.empty() ? "" : client->secrets.front().value;
}

OrderedJson client_jwk(Sandbox& sandbox) {
  const auto& key = sandbox.client_key.get();
  auto jwk = crypto::to_private_jwk(key.key);
  jwk["kid"] = key.kid;
  jwk["use"] = "sig";
  jwk["alg"] = "RS256";
  return jwk;
}

OrderedJson nais(Sandbox& sandbox) {
  const auto& key = sandbox.client_key.get();
  sandbox.tenant.clients.add_key(
      kFirstClientId, {.key = key.key.public_key(), .x5t = {}, .x5t_s256 = {}, .kids = {key.kid}});
  const auto tenant = sandbox.base_url + "/" + sandbox.tenant.id;
  return {{"AZURE_APP_CLIENT_ID", kFirstClientId},
          {"AZURE_APP_CLIENT_SECRET", first_secret(sandbox)},
          {"AZURE_APP_JWK", client_jwk(sandbox).dump()},
          {"AZURE_APP_TENANT_ID", sandbox.tenant.id},
          {"AZURE_APP_WELL_KNOWN_URL", tenant + "/v2.0/.well-known/openid-configuration"},
          {"AZURE_OPENID_CONFIG_ISSUER", tenant + "/v2.0"},
          {"AZURE_OPENID_CONFIG_JWKS_URI", tenant + "/discovery/v2.0/keys"},
          {"AZURE_OPENID_CONFIG_TOKEN_ENDPOINT", tenant + "/oauth2/v2.0/token"}};
}

OrderedJson maskinporten(Sandbox& sandbox) {
  const auto& key = sandbox.client_key.get();
  sandbox.maskinporten_clients.add_key(
      kMaskinportenClientId,
      {.key = key.key.public_key(), .kid = key.kid, .algorithm = {}, .issuer = {}});
  const auto client = sandbox.maskinporten_clients.find(kMaskinportenClientId);
  return {
      {"MASKINPORTEN_CLIENT_ID", kMaskinportenClientId},
      {"MASKINPORTEN_CLIENT_JWK", client_jwk(sandbox).dump()},
      {"MASKINPORTEN_SCOPES", join(client->scopes, " ")},
      {"MASKINPORTEN_WELL_KNOWN_URL", sandbox.base_url + "/.well-known/oauth-authorization-server"},
      {"MASKINPORTEN_ISSUER", maskinporten_issuer(sandbox)},
      {"MASKINPORTEN_TOKEN_ENDPOINT", sandbox.base_url + "/token"},
      {"MASKINPORTEN_JWKS_URI", sandbox.base_url + "/jwk"}};
}

OrderedJson texas(Sandbox& sandbox) {
  const auto api = sandbox.base_url + "/texas/api/v1";
  return {{"NAIS_TOKEN_ENDPOINT", api + "/token"},
          {"NAIS_TOKEN_EXCHANGE_ENDPOINT", api + "/token/exchange"},
          {"NAIS_TOKEN_INTROSPECTION_ENDPOINT", api + "/introspect"},
          {"NAIS_CLUSTER_NAME", "cluster"},
          {"NAIS_NAMESPACE", "ns"},
          {"NAIS_APP_NAME", "app"}};
}

OrderedJson azure(Sandbox& sandbox) {
  return {{"AZURE_TENANT_ID", sandbox.tenant.id},
          {"AZURE_CLIENT_ID", kFirstClientId},
          {"AZURE_CLIENT_SECRET", first_secret(sandbox)},
          {"AZURE_AUTHORITY_HOST", sandbox.base_url}};
}

OrderedJson github(Sandbox& sandbox) {
  const auto endpoint = sandbox.base_url + std::string(kGithubOidcPath);
  return {
      {"GITHUB_ACTIONS", "true"},
      {"ACTIONS_ID_TOKEN_REQUEST_URL", endpoint + "?api-version=" + std::string(kGithubApiVersion)},
      {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", sandbox.platform_secrets.github_request_token},
      {"AZURE_TENANT_ID", sandbox.tenant.id},
      {"AZURE_CLIENT_ID", kFederatedClientId},
      {"AZURE_AUTHORITY_HOST", sandbox.base_url}};
}

OrderedJson azure_pipelines(Sandbox& sandbox) {
  return {{"TF_BUILD", "True"},
          {"SYSTEM_OIDCREQUESTURI", sandbox.base_url + std::string(kAzurePipelinesOidcPath)},
          {"SYSTEM_ACCESSTOKEN", sandbox.platform_secrets.azure_pipelines_access_token},
          {"AZURESUBSCRIPTION_CLIENT_ID", kFederatedClientId},
          {"AZURESUBSCRIPTION_TENANT_ID", sandbox.tenant.id},
          {"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", kServiceConnectionId},
          {"AZURE_AUTHORITY_HOST", sandbox.base_url}};
}

OrderedJson imds(Sandbox& sandbox) {
  return {{"AZURE_POD_IDENTITY_AUTHORITY_HOST", sandbox.base_url}};
}

OrderedJson app_service(Sandbox& sandbox) {
  return {{"IDENTITY_ENDPOINT", sandbox.base_url + "/msi/token"},
          {"IDENTITY_HEADER", sandbox.platform_secrets.identity_header}};
}

OrderedJson cloud_shell(Sandbox& sandbox) {
  return {{"MSI_ENDPOINT", sandbox.base_url + "/oauth2/token"}};
}

OrderedJson arc(Sandbox& sandbox) {
  return {{"IDENTITY_ENDPOINT", sandbox.base_url + "/arc/metadata/identity/oauth2/token"},
          {"IMDS_ENDPOINT", sandbox.base_url}};
}

struct Environment {
  std::string_view name;
  OrderedJson (*variables)(Sandbox& sandbox);
};

constexpr std::array kEnvironments{
    Environment{"nais", nais},
    Environment{"maskinporten", maskinporten},
    Environment{"texas", texas},
    Environment{"azure", azure},
    Environment{"github", github},
    Environment{"azure-pipelines", azure_pipelines},
    Environment{"imds", imds},
    Environment{"app-service", app_service},
    Environment{"cloud-shell", cloud_shell},
    Environment{"arc", arc},
};

Reply unknown_environment() {
  auto names = OrderedJson::array();
  for (const auto& environment : kEnvironments) names.push_back(environment.name);
  return json_reply(404, {{"error", "no such environment"}, {"environments", names}});
}

std::string shell_lines(const OrderedJson& variables) {
  std::string lines;
  for (const auto& [name, value] : variables.items()) {
    lines += "export " + name + "=" + shell_quote(value.get_ref<const std::string&>()) + "\n";
  }
  return lines;
}

}  // namespace

Result<Reply> show_environment(Sandbox& sandbox, const Request& request) {
  const auto query = parse_query(request);
  const auto format = query ? parameter(*query, "format") : std::string_view();
  if (!query || !has_only(*query, {"format"}) ||
      (!format.empty() && format != "json" && format != "shell")) {
    return fail(ErrorKind::usage, "the query is neither format=json nor format=shell");
  }
  const auto name = std::string_view(request.path).substr(kEnvironmentPath.size());
  const auto* found = std::ranges::find(kEnvironments, name, &Environment::name);
  if (found == kEnvironments.end()) return unknown_environment();
  const auto variables = found->variables(sandbox);
  return format == "shell" ? text_reply(200, shell_lines(variables)) : json_reply(200, variables);
}

}  // namespace entra_auth::sandbox
