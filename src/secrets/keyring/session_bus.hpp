// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/keyring/error.hpp"
#include "secrets/keyring/sd_bus.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <utility>

namespace entra_auth::secrets {

using BusResult = tl::expected<BusMessage, BusFailure>;

/// A connection of its own to the session bus. Everything, connecting too, ends by the deadline.
class SessionBus {
 public:
  /// Fails with `secret_unavailable`.
  [[nodiscard]] static Result<SessionBus> connect(const os::Environment& environment,
                                                  Deadline deadline);

  /// A call without arguments yet.
  [[nodiscard]] BusMessage message(const char* service, const std::string& path,
                                   const char* interface, const char* method) const;
  /// Sends the call and waits for the reply, which has that signature.
  [[nodiscard]] BusResult call(const BusMessage& message, const char* signature) const;

 private:
  struct Close {
    const SdBus* library;
    void operator()(sd_bus* connection) const { library->sd_bus_close_unref(connection); }
  };
  using Connection = std::unique_ptr<sd_bus, Close>;

  SessionBus(const SdBus& library, Connection connection, Deadline deadline)
      : library_(&library), connection_(std::move(connection)), deadline_(deadline) {}
  static Result<Connection> open(const SdBus& library, const std::string& address,
                                 Deadline deadline);
  /// Waits until the bus has let us in and given us a name.
  [[nodiscard]] Result<void> wait_until_ready() const;

  const SdBus* library_;
  Connection connection_;
  Deadline deadline_;
};

/// Where the session bus is: DBUS_SESSION_BUS_ADDRESS, else the socket `bus` in XDG_RUNTIME_DIR. No
/// bus is ever started. Only Unix sockets are used: an address that leads to another machine, or
/// would run a program, is refused. Fails with `secret_unavailable`.
[[nodiscard]] Result<std::string> session_bus_address(const os::Environment& environment);

}  // namespace entra_auth::secrets
