// SPDX-License-Identifier: MIT
// /token: Maskinporten's token endpoint, which takes JWT grants only.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_maskinporten_token(std::string_view path);
[[nodiscard]] Reply answer_maskinporten_token(Sandbox& sandbox, const Request& request);
/// A grant whose answer was lost is used nevertheless: a retry needs a new one.
void remember_lost_grant(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kMaskinportenToken{"maskinporten_token", is_maskinporten_token,
                                             answer_maskinporten_token, remember_lost_grant};

}  // namespace entra_auth::sandbox
