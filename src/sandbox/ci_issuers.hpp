// SPDX-License-Identifier: MIT
// The OIDC issuers of CI systems: their tokens prove which pipeline runs.
#pragma once

#include "sandbox/sandbox.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

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

}  // namespace entra_auth::sandbox
