// SPDX-License-Identifier: MIT
// grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer with requested_token_use=on_behalf_of.
#pragma once

#include "sandbox/entra_token_request.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// The members of the token answer.
[[nodiscard]] Checked<OrderedJson> grant_on_behalf_of(Sandbox& sandbox,
                                                      const TokenRequest& request);

}  // namespace entra_auth::sandbox
