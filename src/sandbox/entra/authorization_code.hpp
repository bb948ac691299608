// SPDX-License-Identifier: MIT
// grant_type=authorization_code (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
#pragma once

#include "sandbox/entra/token.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// The members of the token answer.
[[nodiscard]] Checked<OrderedJson> grant_authorization_code(Sandbox& sandbox,
                                                            const TokenRequest& request);

}  // namespace entra_auth::sandbox
