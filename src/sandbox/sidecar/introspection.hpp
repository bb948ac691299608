// SPDX-License-Identifier: MIT
// The sidecar: what a token says and whether it is good (RFC 7662).
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_sidecar_introspection(std::string_view path);
[[nodiscard]] Reply answer_sidecar_introspection(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kSidecarIntrospection{"sidecar_introspection", is_sidecar_introspection,
                                                answer_sidecar_introspection};

}  // namespace entra_auth::sandbox
