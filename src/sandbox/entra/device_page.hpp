// SPDX-License-Identifier: MIT
// /{tenant}/oauth2/deviceauth (RFC 8628 section 3.3): where a person enters a device's user code.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

inline constexpr std::string_view kDevicePagePath = "/oauth2/deviceauth";

[[nodiscard]] bool is_device_page(std::string_view path);
[[nodiscard]] Reply answer_device_page(Sandbox& sandbox, const Request& request);

/// The user lets the device have what it asked for. False where no such code waits.
[[nodiscard]] bool approve_device(Sandbox& sandbox, std::string_view user_code, const User& user);

inline constexpr Endpoint kDevicePage{"deviceauth", is_device_page, answer_device_page};

}  // namespace entra_auth::sandbox
