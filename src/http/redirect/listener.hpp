// SPDX-License-Identifier: MIT
// Waits for the redirect that ends a sign-in in the browser (RFC 8252 section 7.3); why it is our
// own: docs/adr/0007-redirect-listener.md. One thread, at most 64 connections with 64 KiB and ten
// seconds each; the oldest makes room for a new one.
#pragma once

#include "os/descriptor.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/user_agent.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::http {

/// The other way to get the redirect: the user pastes the URL from the address bar of the browser.
struct LineInput {
  int fd = -1;  // -1: no such input
  /// Returns true if the line is the redirect that is waited for.
  std::function<bool(std::string_view line)> take{};
};

/// Whether it is possible to listen on the URI: an http URL of localhost, 127.0.0.1 or ::1 without
/// a query.
[[nodiscard]] bool is_redirect_uri(const std::string& text);

class RedirectListener {
 public:
  RedirectListener(RedirectListener&& other) noexcept;
  RedirectListener& operator=(RedirectListener&&) = delete;
  ~RedirectListener();

  /// Listens on 127.0.0.1 and, if the machine has it, on ::1. If the redirect URI has an address
  /// instead of `localhost`, listens on that only. The port is that of the settings, else that of
  /// the URI, else the system chooses. No other program can listen on it until this object is
  /// destroyed. Fails with `invalid_configuration` if it is not a loopback http URI or the port is
  /// taken.
  [[nodiscard]] static Result<RedirectListener> open(const RedirectSettings& settings);

  /// The redirect URI with the actual port.
  [[nodiscard]] const std::string& uri() const { return uri_; }

  /// Passes the parameters of every request to this host, port and path to the handler and responds
  /// with a page about the outcome. Refuses all other requests and continues to wait. Returns when
  /// the handler or the input has accepted a redirect. Fails with `timeout` at the deadline.
  [[nodiscard]] Result<void> wait(const RedirectHandler& handler, const LineInput& input,
                                  Deadline deadline);

 private:
  struct Connection;

  RedirectListener(std::vector<os::Descriptor> sockets, std::string uri, std::string path);

  [[nodiscard]] bool is_for_us(const std::string& host) const;
  [[nodiscard]] std::string response_to(std::string_view received, const RedirectHandler& handler);
  [[nodiscard]] bool serve(Connection& connection, const RedirectHandler& handler);
  void evict_oldest(const RedirectHandler& handler);
  void accept_some(const os::Descriptor& socket, const RedirectHandler& handler);

  std::vector<os::Descriptor> sockets_;
  std::vector<std::unique_ptr<Connection>> connections_;  // oldest first
  std::uint16_t port_;
  std::string uri_;
  std::string path_;
  bool finished_ = false;
};

}  // namespace entra_auth::http
