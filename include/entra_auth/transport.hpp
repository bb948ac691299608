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

/// One name and value of a body, not yet encoded.
struct FormField {
  std::string name;
  Secret value;
  bool is_json = false;  // JSON text already: in a JSON body it is not put into quotes
};
using Form = std::vector<FormField>;

/// How a form travels: application/x-www-form-urlencoded, or as the members of a JSON object.
enum class BodyFormat : std::uint8_t { form, json };

struct HttpHeader {
  std::string name;
  Secret value;
};

enum class HttpMethod : std::uint8_t { get, post };

/// What the caller can use. Any other body of a 2xx or 5xx response is unusable, and the request
/// may be retried.
enum class ExpectedBody : std::uint8_t { anything, json_object };

/// Whether a request may be sent again. An authorization code is redeemed `once`: even if the
/// response is lost, the code is used up (RFC 6749 section 4.1.2). `instance_metadata` is what
/// Azure asks of its clients: repeat 404, 410, 429 and 5xx up to five times over 52 s, and never if
/// there is no server (Microsoft: "How to use managed identities on an Azure VM to acquire an
/// access token").
enum class Attempts : std::uint8_t { retry, once, instance_metadata };

/// `platform`: an address that the platform provides to the programs on it (the Nais sidecar, a
/// managed identity endpoint). The caller has checked it; http is allowed and no proxy is used.
enum class Route : std::uint8_t { internet, platform };

struct HttpRequest {
  HttpMethod method = HttpMethod::get;
  std::string url;  // https, or http where `check_request_url` allows it
  Route route = Route::internet;
  std::vector<HttpHeader> headers;
  /// Makes the form of a POST. Called for every attempt, so that a client assertion has a fresh
  /// `jti` each time. Empty for a GET, and for a POST with an empty body.
  std::function<Result<Form>()> make_form;
  BodyFormat body_format = BodyFormat::form;
  ExpectedBody expected_body = ExpectedBody::anything;
  Attempts attempts = Attempts::retry;
  std::size_t max_body_bytes = 256 * 1024;
  std::optional<Milliseconds> connect_timeout{};  // shorter than the transport's own
  Deadline deadline{};                            // of the request with its retries
};

struct HttpResponse {
  int status = 0;                   // 100..599
  std::vector<HttpHeader> headers;  // names in lower case
  Secret body;

  /// The first header of that (lower-case) name. Returns nullopt if there is none.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Sends a request and returns the response, whatever its status. Fails with `network` (DNS,
/// connect, TLS, proxy, too many bytes) or `timeout`. Never follows a redirect.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

}  // namespace entra_auth
