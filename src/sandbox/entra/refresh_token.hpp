// SPDX-License-Identifier: MIT
// grant_type=refresh_token (RFC 6749 section 6).
#pragma once

#include "sandbox/entra/token.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// The members of the token answer; there is a new refresh token in it.
[[nodiscard]] Checked<OrderedJson> grant_refresh_token(Sandbox& sandbox,
                                                       const TokenRequest& request);

}  // namespace entra_auth::sandbox
