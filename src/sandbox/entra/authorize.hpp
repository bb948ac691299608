// SPDX-License-Identifier: MIT
// /{tenant}/oauth2/v2.0/authorize (RFC 6749 section 4.1.1): the user's part of a sign-in.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_entra_authorize(std::string_view path);
[[nodiscard]] Reply answer_entra_authorize(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kEntraAuthorize{"authorize", is_entra_authorize, answer_entra_authorize};

}  // namespace entra_auth::sandbox
