// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/error.hpp>
#include <entra_auth/transport.hpp>

#include <string_view>

namespace entra_auth::http {

/// Repeats requests that may succeed the next time.
///
/// - `retry`: connect failures, 408, 429, 500, 502, 503, 504 and unusable bodies (RFC 9110 sections
///   15.5.9 and 15.6, RFC 6585 section 4). At most 3 attempts, with pauses of 0.5 s and 1.5 s, each
///   +-25 %.
/// - `instance_metadata`: 404 and 410 as well, but no connect failures. At most 6 attempts, with
///   pauses of 0, 2, 6, 14 and 30 s, as Azure requires.
/// - `once`: nothing.
///
/// A Retry-After (seconds or HTTP date) replaces the pause. If the pause would go beyond the
/// deadline, there are no more attempts. Then a 408, 429, 5xx or unusable body becomes a retryable
/// `network` error; but a JSON object with `error` is returned, so that the caller can explain it.
class RetryingTransport final : public Transport {
 public:
  RetryingTransport(Transport& inner, Clock& clock) : inner_(inner), clock_(clock) {}

  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  Transport& inner_;
  Clock& clock_;
};

/// The error for an unusable response: status, content type, `reason` unless it is empty, and the
/// beginning of the body unless it could hold a secret. A retryable `network` error.
[[nodiscard]] Error describe_unexpected_response(std::string_view url, const HttpResponse& response,
                                                 std::string_view reason);

}  // namespace entra_auth::http
