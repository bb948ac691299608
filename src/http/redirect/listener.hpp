// SPDX-License-Identifier: MIT
// Waits for a browser to come back from a sign-in (RFC 8252 section 7.3). One thread, bounded: 64
// connections, 64 KiB and ten seconds for each; the oldest makes room.
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

/// Where else an answer may come from: somebody pastes what the browser's address bar holds.
struct LineInput {
  int fd = -1;  // -1: from nowhere
  /// True once the line was the answer that is waited for.
  std::function<bool(std::string_view line)> take{};
};

/// An http URL of localhost, 127.0.0.1 or ::1 without a query: what can be listened on.
[[nodiscard]] bool is_redirect_uri(const std::string& text);

class RedirectListener {
 public:
  RedirectListener(RedirectListener&& other) noexcept;
  RedirectListener& operator=(RedirectListener&&) = delete;
  ~RedirectListener();

  /// Listens on 127.0.0.1 and, where the machine has it, on ::1; for a redirect URI with an address
  /// instead of `localhost` on that one alone. The port is the one of the settings, else that of
  /// the URI, else one that the system chooses. Nobody else can listen on it meanwhile. Kind
  /// `invalid_configuration`: not a loopback http URI, or the port is taken.
  [[nodiscard]] static Result<RedirectListener> open(const RedirectSettings& settings);

  /// The redirect URI with the port that is listened on.
  [[nodiscard]] const std::string& uri() const { return uri_; }

  /// Gives the parameters of every request to this host, port and path to the handler and answers
  /// with its page; everything else is refused, and the wait goes on. Returns once the handler or
  /// the input has taken its answer. Kind `timeout` at the deadline.
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
