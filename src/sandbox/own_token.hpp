// SPDX-License-Identifier: MIT
// Tokens that the sandbox has signed itself, whoever it played then.
#pragma once

#include "oauth/tokens/jwt.hpp"
#include "sandbox/sandbox.hpp"

#include <optional>
#include <string_view>

namespace entra_auth::sandbox {

/// The token, where the sandbox's key has signed it; no claim is looked at.
[[nodiscard]] std::optional<oauth::DecodedJwt> verify_own_token(const Sandbox& sandbox,
                                                                std::string_view token);

/// Seconds since 1970; nothing where the claim is absent or no integer.
[[nodiscard]] std::optional<long long> numeric_date(const Json& claims, const char* name);

/// True where there is no `exp`, or it has passed more than `leeway` seconds ago.
[[nodiscard]] bool is_expired(const Json& claims, long long leeway = 0);

}  // namespace entra_auth::sandbox
