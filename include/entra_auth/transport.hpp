// SPDX-License-Identifier: MIT
#pragma once

#include "entra_auth/clock.hpp"
#include "entra_auth/result.hpp"
#include "entra_auth/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth {

/// One name and value of an application/x-www-form-urlencoded body, not yet encoded.
struct FormField {
  std::string name;
  Secret value;
};
using Form = std::vector<FormField>;

struct HttpHeader {
  std::string name;
  Secret value;
};

enum class HttpMethod : std::uint8_t { get, post };

/// What a caller can use; anything else in a 2xx or 5xx answer counts as an unusable body, which
/// may be retried.
enum class ExpectedBody : std::uint8_t { anything, json_object };

/// Whether a second attempt is allowed at all. An authorization code is redeemed `once`: a lost
/// answer has used it up (RFC 6749 section 4.1.2).
enum class Attempts : std::uint8_t { retry, once };

struct HttpRequest {
  HttpMethod method = HttpMethod::get;
  std::string url;                          // https, or http where `check_url` allows it
  std::vector<HttpHeader> headers;
  /// Makes the form of a POST; called again for every attempt, so that a client assertion gets a
  /// fresh `jti` each time. Empty for GET, and for a POST with an empty body.
  std::function<Result<Form>()> make_form;
  ExpectedBody expected_body = ExpectedBody::anything;
  Attempts attempts = Attempts::retry;
  std::size_t max_body_bytes = 256 * 1024;
  Deadline deadline{};                      // the request, its retries included, ends here
};

struct HttpResponse {
  int status = 0;                           // 100..599
  std::vector<HttpHeader> headers;          // names in lower case
  Secret body;

  /// The first header of that (lower-case) name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Sends a request and returns the answer whatever its status. Fails with kind `network` (DNS,
/// connect, TLS, proxy, too many bytes) or `timeout`. Never follows a redirect.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

}  // namespace entra_auth
