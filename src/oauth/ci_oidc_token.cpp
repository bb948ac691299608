// SPDX-License-Identifier: MIT
#include "oauth/ci_oidc_token.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

#include <string_view>

namespace entra_auth::oauth {
namespace {

HttpHeader bearer(const Secret& token) {
  std::string text = "Bearer " + std::string(token.expose());
  HttpHeader header{"Authorization", Secret(text)};
  wipe(text);
  return header;
}

/// The ids that the support of Microsoft and GitHub asks for.
std::string support_ids(const HttpResponse& response) {
  std::string text;
  for (const auto* name : {"x-github-request-id", "x-vss-e2eid", "x-msedge-ref"}) {
    if (const auto id = response.header(name)) {
      text += std::string(text.empty() ? "" : ", ") + name + ": " + for_terminal(*id, 100);
    }
  }
  return text;
}

Result<Secret> read_assertion(const HttpResponse& response, std::string_view member,
                              const std::string& system, const std::string& advice) {
  const auto body = parse_json_object(response.body.expose());
  if (response.status == 200 && body) {
    const auto assertion = optional_string(*body, member);
    if (assertion && *assertion && !(*assertion)->empty()) return Secret(**assertion);
  }
  Error error{
      .kind = response.status >= 400 && response.status < 500 ? ErrorKind::secret_unavailable
                                                              : ErrorKind::network,
      .message = system + " issued no OIDC token (status " + std::to_string(response.status) + ")",
      .hints = {advice}};
  if (body) {
    if (const auto reason = string_or(*body, "message"); !reason.empty()) {
      error.message += ": " + reason;
    }
  }
  if (const auto ids = support_ids(response); !ids.empty()) error.hints.push_back(ids);
  return fail(std::move(error));
}

}  // namespace

Result<Secret> fetch_assertion(const GitHubRequest& ci, Transport& transport, Deadline deadline) {
  HttpRequest request;
  request.url = ci.url + (ci.url.find('?') == std::string::npos ? "?" : "&") +
                "audience=" + percent_encode(ci.audience);
  request.headers.push_back(bearer(ci.token));
  request.expected_body = ExpectedBody::json_object;
  request.deadline = deadline;
  TRY(const auto response, transport.send(request));
  return read_assertion(response, "value", "GitHub Actions",
                        "give the job `permissions: id-token: write`");
}

Result<Secret> fetch_assertion(const AzurePipelinesRequest& ci, Transport& transport,
                               Deadline deadline) {
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = ci.url + (ci.url.find('?') == std::string::npos ? "?" : "&") +
                "api-version=7.1&serviceConnectionId=" + percent_encode(ci.service_connection_id);
  request.headers.push_back(bearer(ci.token));
  request.headers.push_back({"Content-Type", Secret("application/json")});
  // Without this header a refusal is a redirect to a sign-in page.
  request.headers.push_back({"X-TFS-FedAuthRedirect", Secret("Suppress")});
  request.expected_body = ExpectedBody::json_object;
  request.deadline = deadline;
  TRY(const auto response, transport.send(request));
  return read_assertion(
      response, "oidcToken", "Azure Pipelines",
      "map the secret in the step (env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)) "
      "and check the id of the service connection");
}

}  // namespace entra_auth::oauth
