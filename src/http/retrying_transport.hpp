// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/error.hpp>
#include <entra_auth/transport.hpp>

#include <string_view>

namespace entra_auth::http {

/// Repeats what is worth repeating: connect failures, 408, 429, 500, 502, 503, 504 and unusable
/// bodies (RFC 9110 sections 15.5.9 and 15.6, RFC 6585 section 4). At most 3 attempts; pauses of
/// 0.5 s and 1.5 s, each +-25 %, or what Retry-After asks (seconds or HTTP date), all within the
/// request's deadline; a Retry-After beyond it ends the attempts at once. Never for other 4xx and
/// never where the request says `once`. For `instance_metadata` it is what Azure asks for: 404 and
/// 410 as well, five more attempts at most (pauses of 0, 2, 6, 14 and 30 s), and none where nobody
/// can be connected to. An answer that is still 408, 429 or 5xx after that becomes
/// an Error of kind `network` with `retryable` set, unless its body is a JSON object with `error`,
/// which is returned for the caller to explain; so does a body that never became usable.
class RetryingTransport final : public Transport {
 public:
  RetryingTransport(Transport& inner, Clock& clock) : inner_(inner), clock_(clock) {}

  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  Transport& inner_;
  Clock& clock_;
};

/// The error for an answer that nobody can use: status, content type, `reason` where there is one,
/// and the beginning of the body where it cannot hold anything secret. Kind `network`, retryable.
[[nodiscard]] Error describe_unexpected_response(std::string_view url, const HttpResponse& response,
                                                 std::string_view reason);

}  // namespace entra_auth::http
