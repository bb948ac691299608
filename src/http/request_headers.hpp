// SPDX-License-Identifier: MIT
#pragma once

#include "http/curl_library.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::http {

/// The headers of a request as libcurl wants them: a linked list over lines that are wiped with
/// this object, instead of curl_slist_append's copies that are not.
class RequestHeaders {
 public:
  /// The caller's headers, `Accept: application/json` unless there is one among them, and the
  /// content type of a body that is no form. Refuses names and values that would not be one header.
  [[nodiscard]] static Result<RequestHeaders> make(const std::vector<HttpHeader>& headers,
                                                   BodyFormat body_format = BodyFormat::form);

  RequestHeaders(RequestHeaders&&) = default;
  RequestHeaders& operator=(RequestHeaders&&) = delete;
  ~RequestHeaders();

  [[nodiscard]] curl_slist* list() { return nodes_.data(); }

 private:
  explicit RequestHeaders(std::vector<std::string> lines);

  std::vector<std::string> lines_;
  std::vector<curl_slist> nodes_;
};

}  // namespace entra_auth::http
