// SPDX-License-Identifier: MIT
// A strict reader for the absolute http(s) URLs that we send requests to. It accepts less than
// RFC 3986 allows, on purpose: what it accepts cannot mean two things to two parsers.
#pragma once

#include <entra_auth/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth {

struct Url {
  std::string scheme;      // "https" or "http"
  std::string host;        // lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;  // explicit, or 443 / 80
  std::string path;        // from the first '/', "/" if the URL has none; no query
  std::string query;       // behind '?', without it; may be empty
};

/// Refuses user information, fragments, backslashes, white space, control and non-ASCII characters,
/// empty hosts and labels, ports outside 1..65535. Fails with `invalid_configuration`; the message
/// says what is wrong without quoting a query.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

/// For a base URL that a path will be appended to.
[[nodiscard]] std::string_view without_trailing_slashes(std::string_view text);

/// localhost and *.localhost (RFC 6761), 127.0.0.0/8, ::1.
[[nodiscard]] bool is_loopback_host(std::string_view host);

/// https anywhere; http only to a loopback host or the Azure instance metadata address
/// 169.254.169.254. Everything else fails before anything is sent.
[[nodiscard]] Result<Url> check_request_url(std::string_view text);

/// "https://host:port" without default ports: the part of a URL that may be shown and logged.
[[nodiscard]] std::string origin(const Url& url);

}  // namespace entra_auth
