// SPDX-License-Identifier: MIT
// The sidecar: tokens for the application itself.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_sidecar_token(std::string_view path);
[[nodiscard]] Reply answer_sidecar_token(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kSidecarTokenEndpoint{"sidecar_token", is_sidecar_token,
                                                answer_sidecar_token};

}  // namespace entra_auth::sandbox
