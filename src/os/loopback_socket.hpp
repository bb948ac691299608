// SPDX-License-Identifier: MIT
// TCP sockets that listen on this machine's loopback addresses and nowhere else.
#pragma once

#include "os/descriptor.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth::os {

enum class LoopbackAddress : std::uint8_t { ipv4, ipv6 };  // 127.0.0.1, ::1

/// A socket that listens there, never blocks and is closed in children. Port 0: the system chooses.
/// Invalid on failure, with errno: EADDRINUSE if another program listens on the port, EADDRNOTAVAIL
/// or EAFNOSUPPORT if the machine does not have the address.
[[nodiscard]] Descriptor listen_on_loopback(LoopbackAddress address, std::uint16_t port);

/// The port of a listening socket, or 0 on failure.
[[nodiscard]] std::uint16_t port_of(const Descriptor& socket);

/// The next connection, which never blocks. Invalid if none waits.
[[nodiscard]] Descriptor accept_connection(const Descriptor& socket);

/// Appends what has arrived. Returns false if the other side has closed.
[[nodiscard]] bool receive_into(const Descriptor& connection, std::string& bytes);

/// Sends what fits into the buffer of the socket and ends our side of the connection.
void send_and_finish(const Descriptor& connection, std::string_view bytes);

}  // namespace entra_auth::os
