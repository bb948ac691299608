// SPDX-License-Identifier: MIT
#include "sandbox/http/message.hpp"

#include "base/text.hpp"

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

Reply json_reply(int status, const OrderedJson& body) {
  // What was received may be no UTF-8; it is shown with replacement characters then.
  return {.status = status,
          .content_type = "application/json; charset=utf-8",
          .body = body.dump(-1, ' ', false, OrderedJson::error_handler_t::replace)};
}

Reply text_reply(int status, std::string text) {
  return {.status = status, .content_type = "text/plain", .body = std::move(text)};
}

}  // namespace entra_auth::sandbox
