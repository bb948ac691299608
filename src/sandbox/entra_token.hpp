// SPDX-License-Identifier: MIT
// /{tenant}/oauth2/v2.0/token: what all grants have in common, and the choice of the grant.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_entra_token(std::string_view path);
[[nodiscard]] Reply answer_entra_token(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kEntraToken{"token", is_entra_token, answer_entra_token};

}  // namespace entra_auth::sandbox
