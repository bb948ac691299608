// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/keyring/dbus_library.hpp"
#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::secrets {

/// Where the session bus is: DBUS_SESSION_BUS_ADDRESS, else the socket `bus` in XDG_RUNTIME_DIR. No
/// bus is ever started. Only Unix sockets: an address that leads to another machine, or that would
/// run a program, is refused. Kind `secret_unavailable`.
[[nodiscard]] Result<std::string> session_bus_address(const DBusLibrary& library,
                                                      const os::Environment& environment);

}  // namespace entra_auth::secrets
