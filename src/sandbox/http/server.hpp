// SPDX-License-Identifier: MIT
// The HTTP server. Only its .cpp uses cpp-httplib.
#pragma once

#include "sandbox/http/message.hpp"
#include <entra_auth/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace entra_auth::sandbox {

struct ListenOptions {
  std::string host;             // the address to bind
  std::uint16_t port = 0;       // 0: the system chooses
  std::string tls_certificate;  // PEM files; empty: plain http
  std::string tls_key;
};

class HttpServer {
 public:
  using Handler = std::function<Reply(const Request&)>;

  /// From now on the system queues connections. Fails with `unexpected` if the certificate cannot
  /// be used or the address cannot be bound.
  [[nodiscard]] static Result<HttpServer> bind(const ListenOptions& options);
  HttpServer(HttpServer&&) noexcept;
  ~HttpServer();

  [[nodiscard]] std::uint16_t port() const;
  /// Serves requests on its own threads, one connection for each request. Calls `handler` from many
  /// threads at once.
  void start(Handler handler);
  /// Waits for the requests that are being served.
  void stop();

 private:
  struct Implementation;
  explicit HttpServer(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace entra_auth::sandbox
