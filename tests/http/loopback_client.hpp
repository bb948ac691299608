// SPDX-License-Identifier: MIT
// A client that says to a redirect listener what a test wants, byte for byte, and a listener that
// waits on a thread of its own. Every wait is bounded.
#pragma once

#include "http/redirect/listener.hpp"
#include "os/descriptor.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace entra_auth::test {

class LoopbackClient {
 public:
  /// Connects to an IPv4 address, or to ::1 where it says so.
  explicit LoopbackClient(std::uint16_t port, const std::string& address = "127.0.0.1")
      : socket_(::socket(address == "::1" ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in ipv4{};
    ipv4.sin_family = AF_INET;
    ipv4.sin_port = htons(port);
    ::inet_pton(AF_INET, address.c_str(), &ipv4.sin_addr);
    sockaddr_in6 ipv6{};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_port = htons(port);
    ipv6.sin6_addr = in6addr_loopback;
    connected_ =
        (address == "::1"
             ? ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&ipv6), sizeof ipv6)
             : ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&ipv4), sizeof ipv4)) == 0;
  }

  [[nodiscard]] bool connected() const { return connected_; }

  /// False once the other side is gone.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void end_sending() const { ::shutdown(socket_.get(), SHUT_WR); }

  /// Everything up to the end of the connection, or what came in ten seconds of silence.
  [[nodiscard]] std::string read_all() const {
    std::string bytes;
    std::array<char, 16384> chunk{};
    pollfd event{socket_.get(), POLLIN, 0};
    while (::poll(&event, 1, 10'000) > 0) {
      const auto count = ::recv(socket_.get(), chunk.data(), chunk.size(), 0);
      if (count <= 0) break;
      bytes.append(chunk.data(), static_cast<std::size_t>(count));
    }
    return bytes;
  }

 private:
  os::Descriptor socket_;
  bool connected_ = false;
};

/// The port of a URI that has one.
inline std::uint16_t port_in(const std::string& uri) {
  const auto authority = uri.substr(7, uri.find_first_of("/?", 7) - 7);
  return static_cast<std::uint16_t>(std::stoi(authority.substr(authority.rfind(':') + 1)));
}

/// "200" of "HTTP/1.1 200 OK"; empty for what is no answer.
inline std::string status_of(const std::string& response) {
  return response.starts_with("HTTP/1.1 ") ? response.substr(9, 3) : "";
}

inline std::string get(std::string_view target, std::string_view host) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n";
}

/// Takes the redirect whose state is "right", and counts what it is given.
struct CountingHandler {
  std::atomic<int> calls = 0;
  std::atomic<int> taken = 0;

  RedirectHandler handler() {
    return [this](const Form& parameters) {
      ++calls;
      for (const auto& field : parameters) {
        if (field.name != "state" || field.value.expose() != "right") continue;
        ++taken;
        return RedirectOutcome{.is_ours = true, .succeeded = true, .message = "Kari"};
      }
      return RedirectOutcome{};
    };
  }
};

/// A listener that waits on a thread of its own.
class WaitingListener {
 public:
  explicit WaitingListener(
      const RedirectSettings& settings = {.redirect_uri = "http://localhost/cb"},
      http::LineInput input = {}, Milliseconds patience = std::chrono::seconds(30))
      : listener_(opened(settings)), input_(std::move(input)) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    thread_ = std::thread(
        [this, deadline] { result_ = listener_.wait(counting.handler(), input_, deadline); });
  }
  ~WaitingListener() {
    if (!thread_.joinable()) return;
    const LoopbackClient client(
        port(), listener_.uri().find("[::1]") == std::string::npos ? "127.0.0.1" : "::1");
    client.send(right());
    thread_.join();
  }
  WaitingListener(const WaitingListener&) = delete;
  WaitingListener& operator=(const WaitingListener&) = delete;

  [[nodiscard]] const std::string& uri() const { return listener_.uri(); }
  [[nodiscard]] std::uint16_t port() const { return port_in(uri()); }
  [[nodiscard]] std::string host() const { return "localhost:" + std::to_string(port()); }

  /// The redirect that the handler takes, for the path /cb.
  [[nodiscard]] std::string right() const { return get("/cb?code=c&state=right", host()); }

  /// The whole answer to these bytes.
  [[nodiscard]] std::string ask(std::string_view bytes,
                                const std::string& address = "127.0.0.1") const {
    const LoopbackClient client(port(), address);
    client.send(bytes);
    return client.read_all();
  }

  /// Waits for the end of the wait; call it once.
  [[nodiscard]] Result<void> finish() {
    thread_.join();
    return result_;
  }

  CountingHandler counting{};

 private:
  static http::RedirectListener opened(const RedirectSettings& settings) {
    auto listener = http::RedirectListener::open(settings);
    if (!listener) throw std::runtime_error(listener.error().message);
    return std::move(*listener);
  }

  http::RedirectListener listener_;
  http::LineInput input_;
  Result<void> result_{};
  std::thread thread_;
};

}  // namespace entra_auth::test
