// SPDX-License-Identifier: MIT
#include "sandbox/platforms/ci_oidc.hpp"

#include "base/json.hpp"
#include "os/random.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kExchangeAudience = "api://AzureADTokenExchange";

struct CiIssuer {
  std::string_view path;     // below the base URL
  std::string_view subject;  // the only pipeline it has
  long long lifetime;        // seconds
};

constexpr CiIssuer kGithub{"/github", "repo:octo-org/octo-repo:ref:refs/heads/main", 300};
constexpr CiIssuer kAzurePipelines{"/azure-pipelines", "sc://octo-org/octo-project/octo-connection",
                                   600};
/// GitHub's default audience.
constexpr std::string_view kOwner = "https://github.com/octo-org";

Reply refuse_with(int status, std::string_view message) {
  return json_reply(status, {{"message", message}});
}

std::string issuer_url(const Sandbox& sandbox, const CiIssuer& issuer) {
  return sandbox.base_url + std::string(issuer.path);
}

FederatedCredential credential_for(const Sandbox& sandbox, const CiIssuer& issuer) {
  return {.issuer = issuer_url(sandbox, issuer),
          .subject = std::string(issuer.subject),
          .audience = std::string(kExchangeAudience),
          .keys = {{.key = sandbox.signing_key.key.public_key(),
                    .kid = sandbox.signing_key.kid,
                    .algorithm = crypto::Algorithm::rs256,
                    .issuer = {}}}};
}

/// A token for that audience. `more_claims` are those that only this issuer has.
std::string issue_ci_token(const Sandbox& sandbox, const CiIssuer& issuer,
                           std::string_view audience, const OrderedJson& more_claims) {
  const long long time = unix_now();
  OrderedJson claims{
      {"jti", os::random_uuid()},           {"sub", issuer.subject}, {"aud", audience},
      {"iss", issuer_url(sandbox, issuer)}, {"nbf", time},           {"iat", time},
      {"exp", time + issuer.lifetime}};
  claims.update(more_claims);
  return sign_token(sandbox.signing_key, claims);
}

Reply answer_github_oidc(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return method_not_allowed_reply();
  if (!bears(request, sandbox.platform_secrets.github_request_token)) {
    return refuse_with(401, "The request token is missing or wrong");
  }
  const auto query = parse_query(request);
  if (!query || !has_only(*query, {"api-version", "audience"})) {
    return refuse_with(400, "The query is malformed, or has an unknown or repeated parameter");
  }
  if (parameter(*query, "api-version") != kGithubApiVersion) {
    return refuse_with(400, "The api-version must be 2.0");
  }
  const auto asked = parameter(*query, "audience");
  const auto token = issue_ci_token(sandbox, kGithub, asked.empty() ? kOwner : asked,
                                    {{"ref", "refs/heads/main"},
                                     {"ref_type", "branch"},
                                     {"repository", "octo-org/octo-repo"},
                                     {"repository_owner", "octo-org"},
                                     {"event_name", "push"},
                                     {"run_id", "1"},
                                     {"run_attempt", "1"}});
  return json_reply(200, {{"count", token.size()}, {"value", token}});
}

/// Azure DevOps treats a caller as a browser unless a header says otherwise.
Reply redirect_to_sign_in(const Sandbox& sandbox) {
  auto reply = text_reply(302, "Object moved\n");
  reply.headers.emplace_back("Location", sandbox.base_url + "/azure-pipelines/signin");
  return reply;
}

Reply answer_azure_pipelines_oidc(Sandbox& sandbox, const Request& request) {
  if (request.header("x-tfs-fedauthredirect") != "Suppress") return redirect_to_sign_in(sandbox);
  if (request.method != "POST") return method_not_allowed_reply();
  if (!bears(request, sandbox.platform_secrets.azure_pipelines_access_token)) {
    return refuse_with(401, "The access token is missing or wrong");
  }
  if (!request.has_media_type("application/json"))
    return refuse_with(415, "The content type must be application/json");
  if (!request.body.empty()) return refuse_with(400, "The body must be empty");
  const auto query = parse_query(request);
  if (!query || !has_only(*query, {"api-version", "serviceConnectionId"})) {
    return refuse_with(400, "The query is malformed, or has an unknown or repeated parameter");
  }
  if (parameter(*query, "api-version") != "7.1") {
    return refuse_with(400, "The api-version must be 7.1");
  }
  if (parameter(*query, "serviceConnectionId") != kServiceConnectionId) {
    return refuse_with(404, "This job has no service connection with that id");
  }
  return json_reply(200, {{"oidcToken", issue_ci_token(sandbox, kAzurePipelines, kExchangeAudience,
                                                       OrderedJson::object())}});
}

}  // namespace

constinit const Endpoint kGithubOidc{"github_oidc",
                                     [](std::string_view path) { return path == kGithubOidcPath; },
                                     answer_github_oidc};

constinit const Endpoint kAzurePipelinesOidc{
    "azure_pipelines_oidc", [](std::string_view path) { return path == kAzurePipelinesOidcPath; },
    answer_azure_pipelines_oidc};

void add_federated_client(Sandbox& sandbox) {
  if (sandbox.tenant.clients.find(kFederatedClientId) != nullptr) return;
  sandbox.tenant.clients.put(
      {.id = std::string(kFederatedClientId),
       .note = "federated",
       .federated = {credential_for(sandbox, kGithub), credential_for(sandbox, kAzurePipelines)},
       .roles = {std::string(kApiRole)}});
}

}  // namespace entra_auth::sandbox
