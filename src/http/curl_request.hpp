// SPDX-License-Identifier: MIT
#pragma once

#include "http/curl_library.hpp"
#include "http/response_reader.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::http {

/// Which certificates vouch for a server. Debian's libcurl trusts a folder of hashed certificates
/// and a bundle of the same; parsing the bundle takes ten times as long as the rest of a request,
/// so it is read only if the folder has no certificate that vouches for the server.
enum class Trust : std::uint8_t { system_folder, system_bundle, own_certificates };

/// All settings of one exchange. Everything that it points to must outlive the transfer.
struct Exchange {
  HttpMethod method{};
  const char* url = nullptr;
  const char* proxy = nullptr;  // "" for none
  const char* user_agent = nullptr;
  curl_slist* headers = nullptr;
  std::string_view body{};  // of a POST
  Trust trust = Trust::system_folder;
  std::string_view own_certificates{};  // PEM
  Milliseconds connect_timeout{};
  Milliseconds timeout{};  // at least 1
  ResponseReader* reader = nullptr;
  char* error_text = nullptr;  // CURL_ERROR_SIZE bytes
};

/// Sets every option of the transfer on a fresh or reset handle.
void configure(CurlHandle& handle, const Exchange& exchange);

/// The headers of a request as libcurl wants them: a linked list over lines that are wiped with
/// this object, instead of curl_slist_append's copies that are not.
class RequestHeaders {
 public:
  /// The caller's headers, `Accept: application/json` unless there is one among them, and the
  /// content type of a body that is not a form. Fails with `invalid_configuration` for names and
  /// values that would not be one header.
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
