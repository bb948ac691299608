// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace entra_auth::os {

/// Bytes from getrandom(2). Aborts the process if the kernel returns none: no caller could continue
/// safely, and a weak `jti`, nonce or key must never be made.
[[nodiscard]] std::string random_bytes(std::size_t count);

/// Evenly distributed in 0..bound-1; for jitter. `bound` must not be 0.
[[nodiscard]] std::uint32_t random_below(std::uint32_t bound);

/// 32 random bytes as 43 characters of the base64url alphabet: for values that must not be guessed
/// (`state`, `nonce`, a PKCE verifier).
[[nodiscard]] std::string random_handle();

/// A random UUID, version 4 (RFC 9562 section 5.4), in lower case: for `jti` and request IDs.
[[nodiscard]] std::string random_uuid();

}  // namespace entra_auth::os
