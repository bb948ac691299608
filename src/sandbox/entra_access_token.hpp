// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra_client_authentication.hpp"
#include "sandbox/sandbox.hpp"

#include <string>

namespace entra_auth::sandbox {

/// A signed v2.0 access token for an application itself; no two are equal.
[[nodiscard]] std::string issue_app_token(const Sandbox& sandbox,
                                          const AuthenticatedClient& authenticated,
                                          const Resource& resource, long long lifetime);

/// `iss` of the tenant's v2.0 tokens.
[[nodiscard]] std::string issuer(const Sandbox& sandbox);

}  // namespace entra_auth::sandbox
