// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/keys.hpp"
#include "sandbox/maskinporten/error.hpp"
#include "sandbox/state/maskinporten_client.hpp"

namespace entra_auth::sandbox {

/// The key of the enterprise certificate that comes first in `x5c` (RFC 7515 section 4.1.6), once
/// it is known to be valid now and the client's organization's. MP-120, MP-122, MP-123.
[[nodiscard]] MaskinportenChecked<crypto::PublicKey> check_x5c(const MaskinportenClient& client,
                                                               const Json& x5c);

}  // namespace entra_auth::sandbox
