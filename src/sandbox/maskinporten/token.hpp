// SPDX-License-Identifier: MIT
// Maskinporten's metadata (RFC 8414) and the keys it points to, at the root of the server.
// /token: Maskinporten's token endpoint, which takes JWT grants only.
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

[[nodiscard]] bool is_maskinporten_token(std::string_view path);
[[nodiscard]] Reply answer_maskinporten_token(Sandbox& sandbox, const Request& request);
/// A grant whose answer was lost is used nevertheless: a retry needs a new one.
void remember_lost_grant(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kMaskinportenToken{"maskinporten_token", is_maskinporten_token,
                                             answer_maskinporten_token, remember_lost_grant};

}  // namespace entra_auth::sandbox
