// SPDX-License-Identifier: MIT
// One HTTP/1.1 request as a browser sends it to a redirect URI: far less than HTTP, and nothing
// that two readers could understand in two ways (RFC 9112).
#pragma once

#include <entra_auth/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::http {

/// Cookies of every other program on localhost come along, whatever its port: they need room.
inline constexpr std::size_t kMaxRequestBytes = 64 * 1024;

struct RedirectRequest {
  std::string method;
  std::string path;  // as sent, without the query
  std::string host;  // with its port; in lower case
  /// Decoded: of the query for GET, of the body for a form that is posted. Nothing for everything
  /// else and where the encoding is broken.
  std::optional<Form> parameters;
};

enum class RequestState : std::uint8_t {
  incomplete,  // more bytes are needed
  complete,
  broken,  // no request, or not one of a browser
};

struct ParsedRequest {
  RequestState state = RequestState::incomplete;
  RedirectRequest request{};  // filled where `state` is complete
};

/// Looks at all bytes that have come so far.
[[nodiscard]] ParsedRequest parse_redirect_request(std::string_view bytes);

/// The parameters of a query or form body; nothing where the encoding is broken.
[[nodiscard]] std::optional<Form> parse_form(std::string_view text);

}  // namespace entra_auth::http
