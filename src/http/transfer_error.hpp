// SPDX-License-Identifier: MIT
// Turns a failed transfer into a message for the user, and decides whether it may be repeated.
#pragma once

#include "http/curl_library.hpp"
#include "http/response_reader.hpp"
#include <entra_auth/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace entra_auth::http {

/// The parts of a transfer that may be shown, and how far it got.
struct Transfer {
  std::string host;          // of the URL
  std::string origin;        // of the URL
  std::string proxy_origin;  // empty: sent directly
  bool proxy_has_credentials = false;
  std::string ca_file;  // setting and path; empty: the system's certificates
  std::size_t max_body_bytes = 0;
  ResponseReader::Excess excess = ResponseReader::Excess::none;
};

/// `detail` is libcurl's own text for the failure. The error is `retryable` if no connection was
/// made or no complete response arrived.
[[nodiscard]] Error describe_failure(CURLcode code, const CurlHandle& handle,
                                     const Transfer& transfer, std::string_view detail);

/// An `invalid_configuration` error; `ca_file` as in `Transfer`.
[[nodiscard]] Error no_certificates_in(std::string_view ca_file);

/// Whether the certificate of the server (or https proxy) was refused because none of the loaded
/// certificates vouches for it.
[[nodiscard]] bool issuer_was_unknown(CURLcode code, const CurlHandle& handle);

}  // namespace entra_auth::http
