// SPDX-License-Identifier: MIT
// Assertions that a CI system issues to a running job, used as federated client assertions. They
// expire within minutes, so one is fetched for every token request.
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

#include <string>

namespace entra_auth::oauth {

/// GitHub Actions (docs.github.com, "OpenID Connect": ACTIONS_ID_TOKEN_REQUEST_URL and _TOKEN);
/// Forgejo and Gitea use the same names. Needs `permissions: id-token: write` in the workflow.
struct GitHubRequest {
  std::string url;  // already has a query
  Secret token;
  std::string audience;
};

/// Azure Pipelines (Azure DevOps REST API 7.1, "Oidctoken - Create").
struct AzurePipelinesRequest {
  std::string url;  // SYSTEM_OIDCREQUESTURI
  Secret token;     // SYSTEM_ACCESSTOKEN
  std::string service_connection_id;
};

/// Fetches the assertion. Fails with `network` or `timeout` if it may work later, with
/// `secret_unavailable` for a refusal.
[[nodiscard]] Result<Secret> fetch_assertion(const GitHubRequest& ci, Transport& transport,
                                             Deadline deadline);
[[nodiscard]] Result<Secret> fetch_assertion(const AzurePipelinesRequest& ci, Transport& transport,
                                             Deadline deadline);

}  // namespace entra_auth::oauth
