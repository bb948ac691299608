// SPDX-License-Identifier: MIT
#include "http/redirect/listener.hpp"

#include "http/loopback_client.hpp"
#include "os/loopback_socket.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace entra_auth::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

using Texts = std::vector<std::string>;

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// The addresses, as the kernel writes them, on which somebody listens on that port.
Texts listening(const std::string& table, std::uint16_t port) {
  constexpr const char* kListen = "0A";
  std::ifstream file("/proc/net/" + table);
  Texts addresses;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string number, local, remote, state;
    words >> number >> local >> remote >> state;
    const auto colon = local.find(':');
    if (state == kListen && std::stoi(local.substr(colon + 1), nullptr, 16) == port) {
      addresses.push_back(local.substr(0, colon));
    }
  }
  return addresses;
}

const Texts kIpv4 = {"0100007F"};
const Texts kIpv6 = {"00000000000000000000000001000000"};

RedirectListener open_listener(const std::string& uri, std::optional<int> port = {}) {
  auto listener = RedirectListener::open({.redirect_uri = uri, .port = port});
  REQUIRE(listener);
  return std::move(*listener);
}

Error open_error(const std::string& uri, std::optional<int> port = {}) {
  const auto listener = RedirectListener::open({.redirect_uri = uri, .port = port});
  REQUIRE_FALSE(listener);
  return listener.error();
}

/// The errno of binding that address in the most insistent way there is; 0 where it worked.
int bind_error(const char* address, std::uint16_t port) {
  const bool is_ipv6 = std::string_view(address).find(':') != std::string_view::npos;
  const int fd = ::socket(is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  ipv4.sin_port = htons(port);
  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  ipv6.sin6_port = htons(port);
  ::inet_pton(AF_INET, address, &ipv4.sin_addr);
  ::inet_pton(AF_INET6, address, &ipv6.sin6_addr);
  const int status = is_ipv6 ? ::bind(fd, reinterpret_cast<sockaddr*>(&ipv6), sizeof ipv6)
                             : ::bind(fd, reinterpret_cast<sockaddr*>(&ipv4), sizeof ipv4);
  const int error_number = status == 0 ? 0 : errno;
  ::close(fd);
  return error_number;
}

}  // namespace

TEST_CASE("RedirectListener: listens on 127.0.0.1 and ::1 only for localhost") {
  const auto listener = open_listener("http://localhost/cb");
  CHECK(listening("tcp", port_in(listener.uri())) == kIpv4);
  CHECK(listening("tcp6", port_in(listener.uri())) == kIpv6);
}

TEST_CASE("RedirectListener: listens on an address only if the URI has it instead of localhost") {
  const auto ipv4 = open_listener("http://127.0.0.1/cb");
  CHECK(listening("tcp", port_in(ipv4.uri())) == kIpv4);
  CHECK(listening("tcp6", port_in(ipv4.uri())).empty());
  const WaitingListener ipv6({.redirect_uri = "http://[::1]/cb"});
  REQUIRE(ipv6.uri().starts_with("http://[::1]:"));
  CHECK(listening("tcp", ipv6.port()).empty());
  CHECK(listening("tcp6", ipv6.port()) == kIpv6);
}

TEST_CASE("RedirectListener: both addresses respond to every name of this machine") {
  for (const char* address : {"127.0.0.1", "::1"}) {
    for (const char* name : {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"}) {
      CAPTURE(address, name);
      WaitingListener waiting;
      const auto host = name + std::string(":") + std::to_string(waiting.port());
      CHECK(status_of(waiting.ask(get("/cb?state=right", host), address)) == "200");
      CHECK(waiting.finish());
    }
  }
}

TEST_CASE("RedirectListener: listens on 127.0.0.1 only without IPv6") {
  CHECK(run_forked([] {
          if (!make_syscall_fail(SYS_socket, EAFNOSUPPORT, AF_INET6)) return 1;
          const auto listener = RedirectListener::open({.redirect_uri = "http://localhost/cb"});
          if (!listener) return 2;
          return listening("tcp", port_in(listener->uri())) == kIpv4 ? 0 : 3;
        }) == 0);
}

TEST_CASE("RedirectListener: the URI is the registered one with the port") {
  const auto chosen = [](const std::string& uri) {
    const auto listener = open_listener(uri);
    const auto port = std::to_string(port_in(listener.uri()));
    CHECK(port != "0");
    std::string text = listener.uri();
    return text.replace(text.find(port), port.size(), "N");
  };
  CHECK(chosen("http://localhost") == "http://localhost:N");
  CHECK(chosen("http://localhost/") == "http://localhost:N/");
  CHECK(chosen("http://LocalHost/A/b.c/%7e") == "http://localhost:N/A/b.c/%7e");
  CHECK(chosen("http://127.0.0.1/cb/") == "http://127.0.0.1:N/cb/");
}

TEST_CASE("RedirectListener: the port of the settings replaces that of the URI") {
  const auto free_ports = [] {
    const auto one = os::listen_on_loopback(os::LoopbackAddress::ipv4, 0);
    const auto other = os::listen_on_loopback(os::LoopbackAddress::ipv4, 0);
    return std::pair(os::port_of(one), os::port_of(other));
  };
  const auto [one, other] = free_ports();
  const auto uri = "http://localhost:" + std::to_string(one) + "/cb";
  CHECK(open_listener(uri).uri() == uri);
  CHECK(port_in(open_listener(uri, other).uri()) == other);
}

TEST_CASE("RedirectListener: names a port that is taken on either address") {
  for (const auto address : {os::LoopbackAddress::ipv4, os::LoopbackAddress::ipv6}) {
    const auto taken = os::listen_on_loopback(address, 0);
    REQUIRE(taken.valid());
    const auto port = os::port_of(taken);
    for (const auto& error : {open_error("http://localhost:" + std::to_string(port) + "/cb"),
                              open_error("http://localhost/cb", port)}) {
      CHECK(error.kind == ErrorKind::invalid_configuration);
      CHECK(contains(error.message, "port " + std::to_string(port)));
      REQUIRE_FALSE(error.hints.empty());
      CHECK(contains(error.hints.front(), "--port"));
    }
  }
}

TEST_CASE("RedirectListener: refuses anything but an http URI of this machine") {
  for (const char* uri :
       {"", "localhost", "https://localhost/cb", "http://example.com/cb", "http://0.0.0.0/cb",
        "http://localhost.evil.example/cb", "http://localhost@evil.example/", "http://[::]/cb",
        "http://192.168.0.1/", "ftp://localhost/", "http://localhost:0/", "http://localhost:70000/",
        "http://localhost/#x", "http://localhost/a b", "http://localhost/../cb"}) {
    CAPTURE(uri);
    CHECK(open_error(uri).kind == ErrorKind::invalid_configuration);
  }
}

TEST_CASE("RedirectListener: refuses hosts that its sockets cannot serve") {
  for (const char* host : {"127.0.0.2", "app.localhost"}) {
    CAPTURE(host);
    const std::string uri = "http://" + std::string(host) + "/cb";
    if (!RedirectListener::open({.redirect_uri = uri})) continue;  // refusing it is honest too
    const WaitingListener waiting({.redirect_uri = uri});
    const std::string address = host[0] == '1' ? host : "127.0.0.1";
    const auto sent = get("/cb?state=right", host + (":" + std::to_string(waiting.port())));
    CHECK(status_of(waiting.ask(sent, address)) == "200");
  }
}

TEST_CASE("RedirectListener: accepts a host without a port on port 80") {
  if (!RedirectListener::open({.redirect_uri = "http://localhost/cb", .port = 80})) {
    WARN("port 80 is not ours to take: not checked");
    return;
  }
  const WaitingListener waiting({.redirect_uri = "http://localhost/cb", .port = 80});
  CHECK(status_of(waiting.ask(get("/cb?state=right", "localhost"))) == "200");
}

TEST_CASE("RedirectListener: no other socket can bind the port") {
  const auto listener = open_listener("http://localhost/cb");
  const auto port = port_in(listener.uri());
  for (const char* address : {"127.0.0.1", "0.0.0.0", "::1", "::"}) {
    CAPTURE(address);
    CHECK(run_forked([&] { return bind_error(address, port); }) == EADDRINUSE);
  }
}

TEST_CASE("RedirectListener: the port is free at once after a sign-in") {
  std::uint16_t port = 0;
  {
    WaitingListener waiting;
    port = waiting.port();
    CHECK(status_of(waiting.ask(waiting.right())) == "200");
    CHECK(waiting.finish());
  }
  CHECK(listening("tcp", port).empty());
  CHECK(listening("tcp6", port).empty());
  CHECK(RedirectListener::open({.redirect_uri = "http://localhost/cb", .port = port}));
}

TEST_CASE("RedirectListener: responds with a page and passes the parameters to the handler") {
  WaitingListener waiting;
  const auto response = waiting.ask(waiting.right());
  CHECK(status_of(response) == "200");
  CHECK(contains(response, "<h1>You are signed in</h1>"));
  CHECK(contains(response, "<p>Kari</p>"));
  CHECK_FALSE(contains(response, "Access-Control-"));
  CHECK(waiting.finish());
  CHECK(waiting.counting.calls == 1);
}

TEST_CASE("RedirectListener: accepts a posted form") {
  WaitingListener waiting;
  const auto response = waiting.ask("POST /cb HTTP/1.1\r\nHost: " + waiting.host() +
                                    "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                    "Content-Length: 18\r\n\r\ncode=c&state=right");
  CHECK(status_of(response) == "200");
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: a failed sign-in ends the wait and its page says so") {
  auto listener = open_listener("http://localhost/cb");
  const auto port = port_in(listener.uri());
  const LoopbackClient client(port);
  client.send(get("/cb?error=access_denied", "localhost:" + std::to_string(port)));
  const RedirectHandler failing = [](const Form&) {
    return RedirectOutcome{.is_ours = true, .succeeded = false, .message = "<denied>"};
  };
  CHECK(listener.wait(failing, {}, steady_clock::now() + seconds(20)));
  const auto response = client.read_all();
  CHECK(contains(response, "The sign-in failed"));
  CHECK(contains(response, "&lt;denied&gt;"));
}

TEST_CASE("RedirectListener: responds to requests in pieces and after a half-close") {
  WaitingListener slow;
  const LoopbackClient client(slow.port());
  for (const char byte : slow.right()) CHECK(client.send({&byte, 1}));
  CHECK(status_of(client.read_all()) == "200");
  CHECK(slow.finish());
  WaitingListener waiting;
  const LoopbackClient ended(waiting.port());
  ended.send(waiting.right());
  ended.end_sending();
  CHECK(status_of(ended.read_all()) == "200");
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: fails with `timeout` at the deadline") {
  auto listener = open_listener("http://localhost/cb");
  const LoopbackClient client(port_in(listener.uri()));
  client.send("GET /cb?sta");
  CountingHandler counting;
  const auto start = steady_clock::now();
  const auto result = listener.wait(counting.handler(), {}, start + milliseconds(150));
  const auto elapsed = steady_clock::now() - start;
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::timeout);
  CHECK(elapsed >= milliseconds(150));
  CHECK(elapsed < milliseconds(1500));
  CHECK(counting.calls == 0);
}
