// SPDX-License-Identifier: MIT
// The sidecar: tokens for a user of the application, in exchange for the user's token.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_sidecar_exchange(std::string_view path);
[[nodiscard]] Reply answer_sidecar_exchange(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kSidecarExchange{"sidecar_exchange", is_sidecar_exchange,
                                           answer_sidecar_exchange};

}  // namespace entra_auth::sandbox
