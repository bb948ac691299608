// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace entra_auth::crypto {

/// 32 random bytes as 43 characters of the base64url alphabet: for what nobody may guess (`state`,
/// `nonce`, a PKCE verifier).
[[nodiscard]] std::string random_handle();

/// A random UUID, version 4 (RFC 9562 section 5.4), in lower case: for `jti` and request ids.
[[nodiscard]] std::string random_uuid();

}  // namespace entra_auth::crypto
