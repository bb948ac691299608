// SPDX-License-Identifier: MIT
#pragma once

#include "http/proxy.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <memory>
#include <string>

namespace entra_auth::http {

struct TransportSettings {
  std::string user_agent = "entra-auth-cli";
  ProxySettings proxy{};
  std::string ca_file{};         // PEM bundle instead of the system's; empty: system's
  std::string ca_file_origin{};  // "ca_file" or "SSL_CERT_FILE", for messages
  Milliseconds connect_timeout{10'000};
};

/// One exchange over libcurl, which is opened when the first request is sent. TLS 1.2 or newer,
/// certificates always verified, no redirects, no cookies, no netrc, no content encodings, own
/// limits on header and body bytes. One thread at a time.
class CurlTransport final : public Transport {
 public:
  CurlTransport(TransportSettings settings, Clock& clock);
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  struct State;
  TransportSettings settings_;
  Clock& clock_;
  std::unique_ptr<State> state_;
};

/// "7.88.1 OpenSSL/3.0.17": libcurl and the TLS library that it was built with; opens it. Fails
/// with `unexpected` if it cannot be opened.
[[nodiscard]] Result<std::string> curl_version();

}  // namespace entra_auth::http
