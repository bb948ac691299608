// SPDX-License-Identifier: MIT
// The OIDC issuers of GitHub Actions and Azure Pipelines. Their tokens prove which pipeline runs.
#pragma once

#include "sandbox/sandbox.hpp"

#include <string_view>

namespace entra_auth::sandbox {

inline constexpr std::string_view kGithubOidcPath = "/github/oidc";
inline constexpr std::string_view kGithubApiVersion = "2.0";

inline constexpr std::string_view kAzurePipelinesOidcPath = "/azure-pipelines/oidc";
inline constexpr std::string_view kServiceConnectionId = "00000000-0000-0000-0000-0000000000c1";

inline constexpr std::string_view kFederatedClientId = "00000000-0000-0000-0000-000000000005";

/// Adds the client that trusts both issuers, unless the configuration has a client with its id. The
/// base URL must be known.
void add_federated_client(Sandbox& sandbox);

}  // namespace entra_auth::sandbox
