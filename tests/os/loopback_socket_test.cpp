// SPDX-License-Identifier: MIT
#include "os/loopback_socket.hpp"

#include "support/failing_syscall.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <csignal>

using namespace entra_auth;
using namespace entra_auth::os;

namespace {

/// A blocking client of the port; invalid where the connection is refused.
Descriptor connect_to(LoopbackAddress address, std::uint16_t port) {
  const bool is_ipv6 = address == LoopbackAddress::ipv6;
  Descriptor client(::socket(is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  ipv4.sin_port = htons(port);
  ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  ipv6.sin6_port = htons(port);
  ipv6.sin6_addr = in6addr_loopback;
  const int status = is_ipv6
                         ? ::connect(client.get(), reinterpret_cast<sockaddr*>(&ipv6), sizeof ipv6)
                         : ::connect(client.get(), reinterpret_cast<sockaddr*>(&ipv4), sizeof ipv4);
  if (status != 0) client.close();
  return client;
}

bool wait_readable(const Descriptor& socket) {
  pollfd event{socket.get(), POLLIN, 0};
  return ::poll(&event, 1, 10'000) == 1;
}

/// What comes until the end of the connection.
std::string read_all(const Descriptor& client) {
  std::string bytes;
  std::array<char, 4096> chunk{};
  while (wait_readable(client)) {
    const auto count = ::recv(client.get(), chunk.data(), chunk.size(), 0);
    if (count <= 0) break;
    bytes.append(chunk.data(), static_cast<std::size_t>(count));
  }
  return bytes;
}

/// A client and our side of its connection.
struct Connected {
  Descriptor listener = listen_on_loopback(LoopbackAddress::ipv4, 0);
  Descriptor client = connect_to(LoopbackAddress::ipv4, port_of(listener));
  Descriptor ours{accepted(listener)};

  static Descriptor accepted(const Descriptor& socket) {
    (void)wait_readable(socket);
    return accept_connection(socket);
  }
};

bool send_text(const Descriptor& client, std::string_view bytes) {
  return ::send(client.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(bytes.size());
}

}  // namespace

TEST_CASE("listen_on_loopback: listens on its port and its own address only") {
  for (const auto address : {LoopbackAddress::ipv4, LoopbackAddress::ipv6}) {
    const auto socket = listen_on_loopback(address, 0);
    REQUIRE(socket.valid());
    const auto port = port_of(socket);
    CHECK(port != 0);
    CHECK(connect_to(address, port).valid());
    const bool is_ipv4 = address == LoopbackAddress::ipv4;
    CHECK_FALSE(connect_to(is_ipv4 ? LoopbackAddress::ipv6 : LoopbackAddress::ipv4, port).valid());
  }
}

TEST_CASE("listen_on_loopback: the socket never blocks and is closed in children") {
  const Connected pair;
  REQUIRE(pair.ours.valid());
  for (const int fd : {pair.listener.get(), pair.ours.get()}) {
    CHECK((::fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    CHECK((::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
  }
}

TEST_CASE("listen_on_loopback: both addresses can have the same port, each only once") {
  const auto ipv4 = listen_on_loopback(LoopbackAddress::ipv4, 0);
  const auto port = port_of(ipv4);
  const auto ipv6 = listen_on_loopback(LoopbackAddress::ipv6, port);
  REQUIRE(ipv6.valid());
  CHECK(port_of(ipv6) == port);
  for (const auto address : {LoopbackAddress::ipv4, LoopbackAddress::ipv6}) {
    errno = 0;
    CHECK_FALSE(listen_on_loopback(address, port).valid());
    CHECK(errno == EADDRINUSE);
  }
}

TEST_CASE("listen_on_loopback: a port is free at once although connections linger") {
  std::uint16_t port = 0;
  {
    const Connected pair;
    port = port_of(pair.listener);
    send_and_finish(pair.ours, "bye");  // who finishes first is the one to linger
    CHECK(read_all(pair.client) == "bye");
  }
  CHECK(listen_on_loopback(LoopbackAddress::ipv4, port).valid());
}

TEST_CASE("listen_on_loopback: sets errno if the machine lacks the address") {
  CHECK(test::run_forked([] {
          if (!test::make_syscall_fail(SYS_socket, EAFNOSUPPORT, AF_INET6)) return 1;
          if (listen_on_loopback(LoopbackAddress::ipv6, 0).valid()) return 2;
          return errno == EAFNOSUPPORT ? 0 : 3;
        }) == 0);
  CHECK(test::run_forked([] {
          if (!test::make_syscall_fail(SYS_bind, EADDRNOTAVAIL)) return 1;
          if (listen_on_loopback(LoopbackAddress::ipv6, 0).valid()) return 2;
          return errno == EADDRNOTAVAIL ? 0 : 3;
        }) == 0);
}

TEST_CASE("port_of: 0 for anything but a socket") {
  CHECK(port_of(Descriptor(-1)) == 0);
  CHECK(port_of(Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC))) == 0);
}

TEST_CASE("accept_connection: invalid if no client waits") {
  const auto socket = listen_on_loopback(LoopbackAddress::ipv4, 0);
  CHECK_FALSE(accept_connection(socket).valid());
  const auto client = connect_to(LoopbackAddress::ipv4, port_of(socket));
  REQUIRE(wait_readable(socket));
  CHECK(accept_connection(socket).valid());
  CHECK_FALSE(accept_connection(socket).valid());
}

TEST_CASE("receive_into: appends what has come, and an empty socket is not the end") {
  const Connected pair;
  std::string bytes = "before ";
  CHECK(receive_into(pair.ours, bytes));
  CHECK(bytes == "before ");
  REQUIRE(send_text(pair.client, std::string_view("a\0b", 3)));
  REQUIRE(wait_readable(pair.ours));
  CHECK(receive_into(pair.ours, bytes));
  CHECK(bytes == std::string("before a\0b", 10));
}

TEST_CASE("receive_into: returns what came before the other side closed") {
  Connected pair;
  REQUIRE(send_text(pair.client, "last words"));
  pair.client.close();
  std::string bytes;
  REQUIRE(wait_readable(pair.ours));
  CHECK(receive_into(pair.ours, bytes));
  CHECK(bytes == "last words");
  REQUIRE(wait_readable(pair.ours));
  CHECK_FALSE(receive_into(pair.ours, bytes));
  CHECK(bytes == "last words");
}

TEST_CASE("receive_into: a reset connection is at its end") {
  Connected pair;
  const linger discard{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(pair.client.get(), SOL_SOCKET, SO_LINGER, &discard, sizeof discard);
  pair.client.close();
  std::string bytes;
  REQUIRE(wait_readable(pair.ours));
  CHECK_FALSE(receive_into(pair.ours, bytes));
}

TEST_CASE("send_and_finish: the response arrives whole and ends the connection") {
  const Connected pair;
  const std::string answer(64 * 1024, 'x');
  send_and_finish(pair.ours, answer);
  CHECK(read_all(pair.client) == answer);
}

TEST_CASE("send_and_finish: a client that is gone neither kills nor blocks us") {
  CHECK(test::run_forked([] {
          ::signal(SIGPIPE, SIG_DFL);
          Connected pair;
          pair.client.close();
          for (int i = 0; i < 3; ++i) send_and_finish(pair.ours, std::string(8 << 20, 'x'));
          return 0;
        }) == 0);
  const Connected deaf;  // a client that never reads
  send_and_finish(deaf.ours, std::string(64 << 20, 'x'));
  CHECK(deaf.client.valid());
}
