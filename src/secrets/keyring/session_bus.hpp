// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/keyring/bus_message.hpp"
#include "secrets/keyring/dbus_library.hpp"
#include "secrets/keyring/error.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>

#include <tl/expected.hpp>

#include <memory>
#include <string>

namespace entra_auth::secrets {

using BusResult = tl::expected<BusMessage, BusFailure>;

/// A connection of our own to the session bus. Everything, connecting too, ends by the deadline.
class SessionBus {
 public:
  /// Kind `secret_unavailable`.
  [[nodiscard]] static Result<SessionBus> connect(const os::Environment& environment,
                                                  Deadline deadline);

  [[nodiscard]] BusMessage message(const char* service, const std::string& path,
                                   const char* interface, const char* method) const {
    return {*library_, service, path, interface, method};
  }
  /// The answer, which has that signature.
  [[nodiscard]] BusResult call(const BusMessage& message, const char* signature) const;

 private:
  struct Close {
    const DBusLibrary* library;
    void operator()(DBusConnection* connection) const {
      library->connection_close(connection);
      library->connection_unref(connection);
    }
  };
  using Connection = std::unique_ptr<DBusConnection, Close>;

  SessionBus(const DBusLibrary& library, Connection connection, Deadline deadline)
      : library_(&library), connection_(std::move(connection)), deadline_(deadline) {}
  static Result<Connection> open(const DBusLibrary& library, const std::string& address);
  static Result<Connection> open_by(const DBusLibrary& library, const std::string& address,
                                    Deadline deadline);
  [[nodiscard]] Result<void> say_hello() const;
  [[nodiscard]] BusResult checked(BusMessage answer, const char* signature) const;

  const DBusLibrary* library_;
  Connection connection_;
  Deadline deadline_;
};

/// Where the session bus is: DBUS_SESSION_BUS_ADDRESS, else the socket `bus` in XDG_RUNTIME_DIR. No
/// bus is ever started. Only Unix sockets: an address that leads to another machine, or that would
/// run a program, is refused. Kind `secret_unavailable`.
[[nodiscard]] Result<std::string> session_bus_address(const DBusLibrary& library,
                                                      const os::Environment& environment);

}  // namespace entra_auth::secrets
