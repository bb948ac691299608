// SPDX-License-Identifier: MIT
#pragma once

#include "oauth/tokens/jwt.hpp"

#include <optional>
#include <string_view>

namespace entra_auth::sandbox {

/// Stricter than `decode_jwt`, which forgives a prefix and white space around the token. Nothing
/// is verified.
[[nodiscard]] std::optional<oauth::DecodedJwt> decode_strict_jwt(std::string_view token);

}  // namespace entra_auth::sandbox
