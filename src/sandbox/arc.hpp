// SPDX-License-Identifier: MIT
// The identity endpoint of Azure Arc, which asks for the content of a file first.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_arc(std::string_view path);
[[nodiscard]] Reply answer_arc(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kArc{"arc", is_arc, answer_arc};

}  // namespace entra_auth::sandbox
