// SPDX-License-Identifier: MIT
// The identity endpoint of App Service, Functions and Container Apps.
// The identity endpoint of Azure Arc, which asks for the content of a file first.
// The identity endpoint of Azure Cloud Shell, which knows one identity only.
// The instance metadata service of virtual machines and AKS.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_app_service(std::string_view path);
[[nodiscard]] Reply answer_app_service(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kAppService{"app_service", is_app_service, answer_app_service};

[[nodiscard]] bool is_arc(std::string_view path);
[[nodiscard]] Reply answer_arc(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kArc{"arc", is_arc, answer_arc};

[[nodiscard]] bool is_cloud_shell(std::string_view path);
[[nodiscard]] Reply answer_cloud_shell(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kCloudShell{"cloud_shell", is_cloud_shell, answer_cloud_shell};

[[nodiscard]] bool is_imds(std::string_view path);
[[nodiscard]] Reply answer_imds(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kImds{"imds", is_imds, answer_imds};

}  // namespace entra_auth::sandbox
