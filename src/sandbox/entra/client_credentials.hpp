// SPDX-License-Identifier: MIT
// grant_type=client_credentials (RFC 6749 section 4.4).
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/entra/token.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// The members of the token answer.
[[nodiscard]] Checked<OrderedJson> grant_client_credentials(Sandbox& sandbox,
                                                            const TokenRequest& request);

}  // namespace entra_auth::sandbox
