// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/maskinporten/error.hpp"

namespace entra_auth::sandbox {

/// The one party that a token for a system user is for (RFC 9396). MP-301, MP-302, MP-303.
[[nodiscard]] MaskinportenChecked<void> check_authorization_details(const Json& details);

/// The same as it stands in the token, with the system user that Altinn has for that party.
[[nodiscard]] OrderedJson granted_authorization_details(const Json& details);

}  // namespace entra_auth::sandbox
