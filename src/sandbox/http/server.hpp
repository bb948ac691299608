// SPDX-License-Identifier: MIT
// The only file that knows cpp-httplib.
#pragma once

#include "sandbox/http/message.hpp"
#include <entra_auth/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace entra_auth::sandbox {

struct ListenOptions {
  std::string host;             // an address to bind
  std::uint16_t port = 0;       // 0: the system chooses
  std::string tls_certificate;  // PEM files; empty: plain http
  std::string tls_key;
};

class HttpServer {
 public:
  using Handler = std::function<Reply(const Request&)>;

  /// From here on the system queues connections. Kind `unexpected`.
  [[nodiscard]] static Result<HttpServer> bind(const ListenOptions& options);
  HttpServer(HttpServer&&) noexcept;
  ~HttpServer();

  [[nodiscard]] std::uint16_t port() const;
  /// Answers requests on threads of its own, one connection for each request; `handler` is called
  /// by many of them at once.
  void start(Handler handler);
  /// Waits for the answers under way.
  void stop();

 private:
  struct Implementation;
  explicit HttpServer(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace entra_auth::sandbox
