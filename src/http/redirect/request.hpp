// SPDX-License-Identifier: MIT
// Reads one HTTP/1.1 request as browsers send it to a redirect URI. Accepts much less than RFC 9112
// allows, and nothing that two readers could understand differently.
#pragma once

#include <entra_auth/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::http {

/// Cookies of all other programs on localhost are sent too, whatever their port.
inline constexpr std::size_t kMaxRequestBytes = 64 * 1024;

struct RedirectRequest {
  std::string method;
  std::string path;  // as sent, without the query
  std::string host;  // with its port; in lower case
  /// Decoded from the query of a GET, or from the body of a posted form. Not set for other requests
  /// and if the encoding is broken.
  std::optional<Form> parameters;
};

enum class RequestState : std::uint8_t {
  incomplete,  // more bytes are needed
  complete,
  broken,  // not a request, or not one that a browser sends
};

struct ParsedRequest {
  RequestState state = RequestState::incomplete;
  RedirectRequest request{};  // set if `state` is complete
};

/// Reads all bytes that have arrived so far.
[[nodiscard]] ParsedRequest parse_redirect_request(std::string_view bytes);

/// The parameters of a query or form body, at most 64. Returns nullopt if the encoding is broken.
[[nodiscard]] std::optional<Form> parse_form(std::string_view text);

}  // namespace entra_auth::http
