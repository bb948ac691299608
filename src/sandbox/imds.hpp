// SPDX-License-Identifier: MIT
// The instance metadata service of virtual machines and AKS.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_imds(std::string_view path);
[[nodiscard]] Reply answer_imds(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kImds{"imds", is_imds, answer_imds};

}  // namespace entra_auth::sandbox
