// SPDX-License-Identifier: MIT
// /api/...: an API that checks the tokens it gets, as docs/sandbox.md describes.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_protected_api(std::string_view path);
[[nodiscard]] Reply answer_protected_api(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kProtectedApi{"api", is_protected_api, answer_protected_api};

}  // namespace entra_auth::sandbox
