// SPDX-License-Identifier: MIT
#include "sandbox/github_oidc.hpp"

#include "sandbox/bearer.hpp"
#include "sandbox/ci_issuers.hpp"
#include "sandbox/http/form.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kOwner = "https://github.com/octo-org";

Reply refuse_with(int status, std::string_view message) {
  return json_reply(status, {{"message", message}});
}

}  // namespace

bool is_github_oidc(std::string_view path) { return path == kGithubOidcPath; }

Reply answer_github_oidc(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return text_reply(405, "method not allowed\n");
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

}  // namespace entra_auth::sandbox
