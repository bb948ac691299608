// SPDX-License-Identifier: MIT
#pragma once

#include "http/curl_transport.hpp"
#include "os/system_clock.hpp"
#include <entra_auth/transport.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace entra_auth::test {

/// The real transport on the real clock, and requests for it.
struct HttpClient {
  explicit HttpClient(http::TransportSettings settings = {})
      : transport(std::move(settings), clock) {}

  [[nodiscard]] HttpRequest get(std::string url, Milliseconds timeout = std::chrono::seconds(20)) {
    return {.method = HttpMethod::get,
            .url = std::move(url),
            .headers = {},
            .make_form = {},
            .deadline = clock.steady_now() + timeout};
  }

  [[nodiscard]] HttpRequest post(std::string url, Form form,
                                 Milliseconds timeout = std::chrono::seconds(20)) {
    HttpRequest request = get(std::move(url), timeout);
    request.method = HttpMethod::post;
    request.make_form = [form = std::move(form)]() -> Result<Form> { return form; };
    return request;
  }

  os::SystemClock clock;
  http::CurlTransport transport;
};

}  // namespace entra_auth::test
