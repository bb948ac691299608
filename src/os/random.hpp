// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace entra_auth::os {

/// Bytes from getrandom(2). Aborts the process where the kernel gives none: no caller could go on
/// safely, and a weak `jti`, nonce or key must never be made.
[[nodiscard]] std::string random_bytes(std::size_t count);

/// Evenly distributed in 0..bound-1; for jitter. `bound` must not be 0.
[[nodiscard]] std::uint32_t random_below(std::uint32_t bound);

}  // namespace entra_auth::os
