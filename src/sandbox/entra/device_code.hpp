// SPDX-License-Identifier: MIT
// grant_type=urn:ietf:params:oauth:grant-type:device_code (RFC 8628 section 3.4).
#pragma once

#include "sandbox/entra/token.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// The members of the token answer.
[[nodiscard]] Checked<OrderedJson> grant_device_code(Sandbox& sandbox, const TokenRequest& request);

}  // namespace entra_auth::sandbox
