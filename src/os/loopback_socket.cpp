// SPDX-License-Identifier: MIT
#include "os/loopback_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace entra_auth::os {
namespace {

union Address {
  sockaddr any;
  sockaddr_in ipv4;
  sockaddr_in6 ipv6;
};

Address loopback(LoopbackAddress address, std::uint16_t port) {
  Address result{};
  if (address == LoopbackAddress::ipv6) {
    result.ipv6.sin6_family = AF_INET6;
    result.ipv6.sin6_addr = in6addr_loopback;
    result.ipv6.sin6_port = htons(port);
  } else {
    result.ipv4.sin_family = AF_INET;
    result.ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    result.ipv4.sin_port = htons(port);
  }
  return result;
}

}  // namespace

Descriptor listen_on_loopback(LoopbackAddress address, std::uint16_t port) {
  const bool is_ipv6 = address == LoopbackAddress::ipv6;
  Descriptor socket(
      ::socket(is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return socket;
  // Frees a port that was ours a minute ago. It does not let other programs share the port: only
  // SO_REUSEPORT would.
  const int yes = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (is_ipv6) ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
  const Address bound = loopback(address, port);
  const socklen_t size = is_ipv6 ? sizeof bound.ipv6 : sizeof bound.ipv4;
  if (::bind(socket.get(), &bound.any, size) == 0 && ::listen(socket.get(), SOMAXCONN) == 0) {
    return socket;
  }
  const int error_number = errno;
  socket.close();
  errno = error_number;
  return socket;
}

std::uint16_t port_of(const Descriptor& socket) {
  Address bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(socket.get(), &bound.any, &size) != 0) return 0;
  return ntohs(bound.any.sa_family == AF_INET6 ? bound.ipv6.sin6_port : bound.ipv4.sin_port);
}

Descriptor accept_connection(const Descriptor& socket) {
  return Descriptor(retry_on_interrupt(
      [&] { return ::accept4(socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); }));
}

bool receive_into(const Descriptor& connection, std::string& bytes) {
  std::array<char, 16384> chunk;
  const auto count =
      retry_on_interrupt([&] { return ::recv(connection.get(), chunk.data(), chunk.size(), 0); });
  if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
  bytes.append(chunk.data(), static_cast<std::size_t>(count));
  return count > 0;
}

void send_and_finish(const Descriptor& connection, std::string_view bytes) {
  (void)retry_on_interrupt([&] {
    return ::send(connection.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  });
  ::shutdown(connection.get(), SHUT_WR);
}

}  // namespace entra_auth::os
