// SPDX-License-Identifier: MIT
// Maskinporten's metadata (RFC 8414) and the keys it points to, at the root of the server.
#pragma once

#include "sandbox/sandbox.hpp"

#include <string>

namespace entra_auth::sandbox {

/// `iss` of Maskinporten's tokens and `aud` of the assertions it takes: it ends in a slash.
[[nodiscard]] std::string maskinporten_issuer(const Sandbox& sandbox);

[[nodiscard]] bool is_maskinporten_metadata(std::string_view path);
[[nodiscard]] Reply answer_maskinporten_metadata(Sandbox& sandbox, const Request& request);
[[nodiscard]] bool is_maskinporten_jwks(std::string_view path);
[[nodiscard]] Reply answer_maskinporten_jwks(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kMaskinportenMetadata{"maskinporten_metadata", is_maskinporten_metadata,
                                                answer_maskinporten_metadata};
inline constexpr Endpoint kMaskinportenJwks{"maskinporten_jwks", is_maskinporten_jwks,
                                            answer_maskinporten_jwks};

}  // namespace entra_auth::sandbox
