// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/state/redirect_uri.hpp"

namespace entra_auth::sandbox {

/// How Entra lets a client of that platform redeem what its users were given: native clients
/// without a credential (AADSTS700025), web applications with one (7000218), single-page
/// applications without one but from a browser (9002327), and nobody else from a browser (9002326).
[[nodiscard]] Checked<void> check_platform(const AuthenticatedClient& client, Platform platform,
                                           const TokenRequest& request);

}  // namespace entra_auth::sandbox
