// SPDX-License-Identifier: MIT
// The identity endpoint of App Service, Functions and Container Apps.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_app_service(std::string_view path);
[[nodiscard]] Reply answer_app_service(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kAppService{"app_service", is_app_service, answer_app_service};

}  // namespace entra_auth::sandbox
