// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::secrets {

/// "1.14.10": the libdbus that is used, which opens it. Kind `secret_unavailable` where it cannot
/// be.
[[nodiscard]] Result<std::string> dbus_version();

}  // namespace entra_auth::secrets
