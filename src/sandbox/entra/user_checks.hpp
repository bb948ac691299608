// SPDX-License-Identifier: MIT
// Whether a client may have tokens of a user: what its platform and the policies allow, and what
// the user has consented to.
#pragma once

#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/sandbox.hpp"

#include <string_view>

namespace entra_auth::sandbox {

/// How a client of that platform may redeem codes and refresh tokens: native clients without a
/// credential (AADSTS700025), web applications with one (7000218), single-page applications without
/// one and from a browser (9002327). All others must not redeem from a browser (9002326).
[[nodiscard]] Checked<void> check_platform(const AuthenticatedClient& client, Platform platform,
                                           const TokenRequest& request);

/// AADSTS53003, 50076 or 65001 if a policy forbids a token for that resource.
[[nodiscard]] Checked<void> check_policies(const Sandbox& sandbox, const UserGrant& grant,
                                           const Resource& resource);

/// Records that the user has seen on a page what the application asks for.
void remember_consent(Sandbox& sandbox, const UserGrant& grant);

/// Lets the device have what it asked for, as this user. Returns false if no such code is waiting.
[[nodiscard]] bool approve_device(Sandbox& sandbox, std::string_view user_code, const User& user);

}  // namespace entra_auth::sandbox
