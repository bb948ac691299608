// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/maskinporten_grant.hpp"

namespace entra_auth::sandbox {

/// The members of a token answer, with a new signed token for what `grant` asks for.
/// `client_amr` is how the client has authenticated.
[[nodiscard]] OrderedJson issue_maskinporten_token(const Sandbox& sandbox,
                                                   const MaskinportenClient& client,
                                                   const MaskinportenGrant& grant,
                                                   std::string_view client_amr);

}  // namespace entra_auth::sandbox
