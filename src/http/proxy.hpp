// SPDX-License-Identifier: MIT
// Which proxy a URL is sent through, decided here and not by libcurl, so that `*.suffix` and CIDR
// entries of NO_PROXY work and loopback never leaves the machine.
#pragma once

#include "base/url.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth::http {

struct ProxySettings {
  Secret https_proxy;    // URL for https requests, may hold a password
  Secret http_proxy;     // URL for http requests
  std::string no_proxy;  // comma- or space-separated entries
  // Variable or profile key, for messages:
  std::string https_proxy_origin{};
  std::string http_proxy_origin{};
  std::string no_proxy_origin{};
};

/// Why a request goes out without a proxy.
enum class DirectBecause : std::uint8_t {
  it_does_not,
  no_proxy_is_set,
  loopback,
  metadata_address,
  excluded,  // by `no_proxy`
};
[[nodiscard]] DirectBecause why_direct(const Url& url, const ProxySettings& settings);

/// The proxy URL for this request, or an empty secret for none: loopback and 169.254.169.254 are
/// never proxied. A proxy without a scheme is http;
/// one without a port has 80, 443 or 1080 by its scheme. Kind `invalid_configuration` for a proxy
/// that is no http(s):// or socks5(h):// URL; the message shows no password.
[[nodiscard]] Result<Secret> choose_proxy(const Url& url, const ProxySettings& settings);

/// "scheme://host:port" of a URL from `choose_proxy`: what may be shown and logged of it.
[[nodiscard]] std::string proxy_origin(const Secret& proxy);

/// Whether an entry of the list covers the host and port: `*`, exact names and addresses, a name
/// with its subdomains (`example.org`, `.example.org`, `*.example.org`), CIDR for literal
/// addresses, each optionally with `:port`.
[[nodiscard]] bool bypasses_proxy(const Url& url, std::string_view no_proxy);

}  // namespace entra_auth::http
