// SPDX-License-Identifier: MIT
// `authorization_details` (RFC 9396): a token for a system user of Altinn.
#pragma once

#include "sandbox/maskinporten/error.hpp"

namespace entra_auth::sandbox {

/// Checks that the details name exactly one party. MP-301, MP-302, MP-303.
[[nodiscard]] MaskinportenChecked<void> check_authorization_details(const Json& details);

/// The details as the token has them, with the system user that Altinn has for that party.
[[nodiscard]] OrderedJson granted_authorization_details(const Json& details);

}  // namespace entra_auth::sandbox
