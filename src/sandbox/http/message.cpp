// SPDX-License-Identifier: MIT
#include "sandbox/http/message.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include <entra_auth/secret.hpp>

#include <algorithm>

namespace entra_auth::sandbox {

std::optional<std::string_view> Request::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& header) { return header.first == name; });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

bool Request::has_media_type(std::string_view media_type) const {
  const auto type = header("content-type").value_or("");
  return equals_ignoring_case(trim(type.substr(0, type.find(';'))), media_type);
}

std::optional<std::string_view> bearer_token(std::string_view header) {
  constexpr std::string_view kScheme = "bearer ";
  if (!equals_ignoring_case(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  const auto token = header.substr(kScheme.size());
  // `decode_jwt` would accept a second prefix or white space.
  if (token.empty() || token.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
  return token;
}

bool bears(const Request& request, std::string_view token) {
  const auto sent = bearer_token(request.header("authorization").value_or(""));
  return sent && equal_in_constant_time(*sent, token);
}

bool came_through_proxy(const Request& request) {
  return std::ranges::any_of(request.headers, [](const auto& header) {
    const auto& name = header.first;
    return name == "via" || name == "x-forwarded-for" || name.starts_with("proxy-");
  });
}

Reply json_reply(int status, const OrderedJson& body) {
  // Received text need not be UTF-8. Replacement characters show where it is not.
  return {.status = status,
          .content_type = "application/json; charset=utf-8",
          .body = body.dump(-1, ' ', false, OrderedJson::error_handler_t::replace)};
}

Reply text_reply(int status, std::string text) {
  return {.status = status, .content_type = "text/plain", .body = std::move(text)};
}

Reply method_not_allowed_reply() { return text_reply(405, "method not allowed\n"); }

}  // namespace entra_auth::sandbox
