// SPDX-License-Identifier: MIT
// A server that sends exactly what a test scripts, byte for byte: for responses that no HTTP
// library would send.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace entra_auth::test {

/// The server's side of one accepted connection. Every wait ends when the server is destroyed.
class RawConnection {
 public:
  using Recorder = std::function<void(std::string_view)>;

  RawConnection(int fd, int stop_fd, Recorder record)
      : fd_(fd), stop_fd_(stop_fd), record_(std::move(record)) {}
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// Reads one request: its head, then as much body as its Content-Length says. Returns all of it,
  /// or what arrived before the client closed.
  std::string read_request();
  /// Returns false once the client is gone.
  bool send(std::string_view bytes);
  /// Waits until the client closes.
  void wait_for_close();
  /// Waits that long. Returns false if the client closes before.
  bool pause(int milliseconds);
  /// Closes with a TCP reset.
  void reset();
  /// Copies bytes both ways between the client and 127.0.0.1:port until one side closes.
  void relay_to(std::uint16_t port);

 private:
  std::string receive();
  bool wait_readable(int timeout_milliseconds);

  int fd_;
  int stop_fd_;
  Recorder record_;
};

/// Listens on a free port of 127.0.0.1 and runs the script for each connection, one after another,
/// on a thread of its own.
class RawServer {
 public:
  using Script = std::function<void(RawConnection&)>;

  explicit RawServer(Script script);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// "http://127.0.0.1:PORT" + path
  [[nodiscard]] std::string url(std::string_view path = "/") const;
  /// What each connection has received so far.
  [[nodiscard]] std::vector<std::string> received() const;

 private:
  void serve();

  Script script_;
  int listener_;
  int stop_fd_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> received_;
  std::thread thread_;
};

/// A script that reads one request and sends `answer`.
[[nodiscard]] RawServer::Script answering(std::string answer);

/// "HTTP/1.1 STATUS X" with these header lines, a Content-Length and the body.
[[nodiscard]] std::string http_response(int status, std::string_view body,
                                        std::string_view header_lines = {});

/// A port of 127.0.0.1 that is taken, so that no other process listens on it, but refuses
/// connections.
class ClosedPort {
 public:
  ClosedPort();
  ~ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;

  [[nodiscard]] std::uint16_t port() const;

 private:
  int fd_;
};

}  // namespace entra_auth::test
