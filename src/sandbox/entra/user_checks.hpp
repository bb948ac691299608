// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/entra/terms/error.hpp"
#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/state/redirect_uri.hpp"
#include "sandbox/state/tenant.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// How Entra lets a client of that platform redeem what its users were given: native clients
/// without a credential (AADSTS700025), web applications with one (7000218), single-page
/// applications without one but from a browser (9002327), and nobody else from a browser (9002326).
[[nodiscard]] Checked<void> check_platform(const AuthenticatedClient& client, Platform platform,
                                           const TokenRequest& request);

/// What the policies say to a token for that resource: AADSTS53003, 50076 or 65001.
[[nodiscard]] Checked<void> check_policies(const Sandbox& sandbox, const UserGrant& grant,
                                           const Resource& resource);

/// The user has seen on a page what the application asks for.
void remember_consent(Sandbox& sandbox, const UserGrant& grant);

/// The {tenant} of a URL in the one form that codes are bound to: its GUID, `common` or
/// `organizations`. Users of the sandbox are no consumers.
[[nodiscard]] Checked<std::string> user_tenant(const Tenant& tenant, std::string_view segment);

}  // namespace entra_auth::sandbox
