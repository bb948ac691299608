// SPDX-License-Identifier: MIT
// Where an Azure Pipelines job asks for the OIDC token of a service connection.
// The OIDC issuers of CI systems: their tokens prove which pipeline runs.
// Where a GitHub Actions job asks for its OIDC token.
#pragma once

#include "sandbox/sandbox.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

[[nodiscard]] bool is_azure_pipelines_oidc(std::string_view path);
[[nodiscard]] Reply answer_azure_pipelines_oidc(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kAzurePipelinesOidc{"azure_pipelines_oidc", is_azure_pipelines_oidc,
                                              answer_azure_pipelines_oidc};

inline constexpr std::string_view kAzurePipelinesOidcPath = "/azure-pipelines/oidc";
inline constexpr std::string_view kServiceConnectionId = "00000000-0000-0000-0000-0000000000c1";

inline constexpr std::string_view kExchangeAudience = "api://AzureADTokenExchange";

struct CiIssuer {
  std::string_view path;     // below the base URL
  std::string_view subject;  // the only pipeline it knows
  long long lifetime;        // seconds
};

inline constexpr CiIssuer kGithub{"/github", "repo:octo-org/octo-repo:ref:refs/heads/main", 300};
inline constexpr CiIssuer kAzurePipelines{"/azure-pipelines",
                                          "sc://octo-org/octo-project/octo-connection", 600};

/// A token for that audience, with the claims that are only this issuer's.
[[nodiscard]] std::string issue_ci_token(const Sandbox& sandbox, const CiIssuer& issuer,
                                         std::string_view audience, const OrderedJson& more_claims);

/// Adds the client that trusts both, unless the configuration has one of that id. For when the
/// base URL is known.
void add_federated_client(Sandbox& sandbox);

inline constexpr std::string_view kFederatedClientId = "00000000-0000-0000-0000-000000000005";

[[nodiscard]] bool is_github_oidc(std::string_view path);
[[nodiscard]] Reply answer_github_oidc(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kGithubOidc{"github_oidc", is_github_oidc, answer_github_oidc};

inline constexpr std::string_view kGithubOidcPath = "/github/oidc";
inline constexpr std::string_view kGithubApiVersion = "2.0";

}  // namespace entra_auth::sandbox
