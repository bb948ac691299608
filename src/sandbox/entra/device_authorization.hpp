// SPDX-License-Identifier: MIT
// /{tenant}/oauth2/v2.0/devicecode (RFC 8628 section 3.1): a device asks for its codes.
#pragma once

#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_entra_device_authorization(std::string_view path);
[[nodiscard]] Reply answer_entra_device_authorization(Sandbox& sandbox, const Request& request);

/// AADSTS7000218 for clients that neither may do without a credential nor have sent one.
[[nodiscard]] Checked<void> check_device_client(const AuthenticatedClient& client);

inline constexpr Endpoint kEntraDeviceAuthorization{"devicecode", is_entra_device_authorization,
                                                    answer_entra_device_authorization};

}  // namespace entra_auth::sandbox
