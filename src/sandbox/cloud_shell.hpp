// SPDX-License-Identifier: MIT
// The identity endpoint of Azure Cloud Shell, which knows one identity only.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_cloud_shell(std::string_view path);
[[nodiscard]] Reply answer_cloud_shell(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kCloudShell{"cloud_shell", is_cloud_shell, answer_cloud_shell};

}  // namespace entra_auth::sandbox
