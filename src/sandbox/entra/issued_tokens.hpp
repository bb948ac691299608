// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/sandbox.hpp"

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::sandbox {

/// A signed access token for an application itself, of the version that the API wants; no two are
/// equal. Managed identities have no `proof`. `capabilities` are the client's, where it declares
/// them: `xms_cc`.
[[nodiscard]] std::string issue_app_token(const Sandbox& sandbox, const Client& client,
                                          std::optional<ClientProof> proof,
                                          const Resource& resource, long long lifetime,
                                          const std::vector<std::string>& capabilities = {});

/// `iss` of the tenant's v2.0 tokens.
[[nodiscard]] std::string issuer(const Sandbox& sandbox);
/// `iss` of its v1.0 tokens, which is https://sts.windows.net/{tenant}/ at Entra.
[[nodiscard]] std::string v1_issuer(const Sandbox& sandbox);

/// What an access token for that API says of issuer, audience, version and client.
[[nodiscard]] OrderedJson version_claims(const Sandbox& sandbox, const Resource& resource,
                                         const std::string& client_id,
                                         std::optional<ClientProof> proof);

}  // namespace entra_auth::sandbox
