// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/user_grant.hpp"

namespace entra_auth::sandbox {

/// What the policies say to a token for that resource: AADSTS53003, 50076 or 65001.
[[nodiscard]] Checked<void> check_policies(const Sandbox& sandbox, const UserGrant& grant,
                                           const Resource& resource);

/// The user has seen on a page what the application asks for.
void remember_consent(Sandbox& sandbox, const UserGrant& grant);

}  // namespace entra_auth::sandbox
