// SPDX-License-Identifier: MIT
#include "sandbox/platforms/ci_oidc.hpp"

#include "sandbox/bearer.hpp"
#include "sandbox/ci_issuers.hpp"
#include "sandbox/http/form.hpp"

namespace entra_auth::sandbox {
namespace {

Reply refuse_with(int status, std::string_view message) {
  return json_reply(status, {{"message", message}});
}

/// Azure DevOps takes whoever does not say that it is no browser for one.
Reply redirect_to_sign_in(const Sandbox& sandbox) {
  auto reply = text_reply(302, "Object moved\n");
  reply.headers.emplace_back("Location", sandbox.base_url + "/azure-pipelines/signin");
  return reply;
}

}  // namespace

bool is_azure_pipelines_oidc(std::string_view path) { return path == kAzurePipelinesOidcPath; }

Reply answer_azure_pipelines_oidc(Sandbox& sandbox, const Request& request) {
  if (request.header("x-tfs-fedauthredirect") != "Suppress") return redirect_to_sign_in(sandbox);
  if (request.method != "POST") return text_reply(405, "method not allowed\n");
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
    return refuse_with(404, "No service connection of that id is used by this job");
  }
  return json_reply(200, {{"oidcToken", issue_ci_token(sandbox, kAzurePipelines, kExchangeAudience,
                                                       OrderedJson::object())}});
}

}  // namespace entra_auth::sandbox
