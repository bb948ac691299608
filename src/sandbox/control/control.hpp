// SPDX-License-Identifier: MIT
// /sandbox/: what tests ask and tell the sandbox. Contract: docs/sandbox.md.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_control(std::string_view path);
[[nodiscard]] Reply answer_control(Sandbox& sandbox, const Request& request);

}  // namespace entra_auth::sandbox
