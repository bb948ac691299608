// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra_client_authentication.hpp"
#include "sandbox/sandbox.hpp"

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::sandbox {

/// A signed v2.0 access token for an application itself; no two are equal. Managed identities have
/// no `proof`. `capabilities` are the client's, where it declares them: `xms_cc`.
[[nodiscard]] std::string issue_app_token(const Sandbox& sandbox, const Client& client,
                                          std::optional<ClientProof> proof,
                                          const Resource& resource, long long lifetime,
                                          const std::vector<std::string>& capabilities = {});

/// `iss` of the tenant's v2.0 tokens.
[[nodiscard]] std::string issuer(const Sandbox& sandbox);

}  // namespace entra_auth::sandbox
