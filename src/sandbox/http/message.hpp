// SPDX-License-Identifier: MIT
// HTTP messages as the endpoints see them: plain values, no HTTP library.
#pragma once

#include "base/json_fwd.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::sandbox {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string path;     // as sent, not decoded
  std::string query;    // after the '?', as sent
  NamedValues headers;  // names in lower case
  std::string body;

  /// The first header of that (lower-case) name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// Compares the Content-Type in any case, without parameters such as `charset`.
  [[nodiscard]] bool has_media_type(std::string_view media_type) const;
};

/// The token of an Authorization header. Returns nullopt unless the header is a Bearer header as
/// RFC 6750 section 2.1 defines it.
[[nodiscard]] std::optional<std::string_view> bearer_token(std::string_view header);

/// True if this is the request's bearer token.
[[nodiscard]] bool bears(const Request& request, std::string_view token);

/// True if a header shows that the request came through a proxy, or was meant to.
[[nodiscard]] bool came_through_proxy(const Request& request);

/// The response to a request.
struct Reply {
  int status = 200;
  std::string content_type{};
  std::string body{};
  NamedValues headers{};
  std::string code{};                      // "AADSTS7000215", for the log and the journal
  bool close_unanswered = false;           // close the connection instead
  std::optional<std::size_t> cut_after{};  // close it after this many bytes of the body
};

[[nodiscard]] Reply json_reply(int status, const OrderedJson& body);
[[nodiscard]] Reply text_reply(int status, std::string text);
/// Status 405.
[[nodiscard]] Reply method_not_allowed_reply();

}  // namespace entra_auth::sandbox
