// SPDX-License-Identifier: MIT
// /{tenant}/v2.0/.well-known/openid-configuration and the keys it points to; without v2.0 those of
// version 1.0.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_entra_metadata(std::string_view path);
[[nodiscard]] Reply answer_entra_metadata(Sandbox& sandbox, const Request& request);
[[nodiscard]] bool is_entra_jwks(std::string_view path);
[[nodiscard]] Reply answer_entra_jwks(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kEntraMetadata{"metadata", is_entra_metadata, answer_entra_metadata};
inline constexpr Endpoint kEntraJwks{"jwks", is_entra_jwks, answer_entra_jwks};

}  // namespace entra_auth::sandbox
