// SPDX-License-Identifier: MIT
// Grants are data: one struct each, dispatched by a visit. A grant that is added here fails to
// compile until every visitor handles it.
#pragma once

#include "oauth/grants/client_credentials.hpp"
#include "oauth/grants/managed_identity.hpp"
#include "oauth/grants/maskinporten.hpp"
#include "oauth/grants/on_behalf_of.hpp"
#include "oauth/grants/sidecar.hpp"

#include <variant>

namespace entra_auth::oauth {

/// The grants without a sign-in. Those of a user (authorization code, device code, refresh token)
/// are steps of one sign-in: service/sign_in/sign_in.hpp.
using Grant = std::variant<ClientCredentials, OnBehalfOf, Maskinporten, Sidecar, ManagedIdentity>;

[[nodiscard]] inline Result<Token> acquire(const Grant& grant, Transport& transport,
                                           const Clock& clock, Deadline deadline) {
  return std::visit([&](const auto& each) { return acquire(each, transport, clock, deadline); },
                    grant);
}

}  // namespace entra_auth::oauth
