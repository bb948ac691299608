// SPDX-License-Identifier: MIT
// Chooses the proxy of a request. libcurl could read NO_PROXY too, but it does not know `*.suffix`,
// would send loopback requests to a proxy, and cannot tell doctor why a request goes direct.
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

/// Why a request is sent without a proxy.
enum class DirectBecause : std::uint8_t {
  uses_proxy,
  no_proxy_is_set,
  loopback,
  metadata_address,
  excluded,  // by `no_proxy`
};
[[nodiscard]] DirectBecause why_direct(const Url& url, const ProxySettings& settings);

/// The proxy URL for this request, or an empty secret for none: requests to loopback and
/// 169.254.169.254 never use a proxy. A proxy without a scheme is http; one without a port has 80,
/// 443 or 1080, depending on its scheme. Fails with `invalid_configuration` if the proxy is not an
/// http(s):// or socks5(h):// URL; the message shows no password.
[[nodiscard]] Result<Secret> choose_proxy(const Url& url, const ProxySettings& settings);

/// "scheme://host:port" of a URL from `choose_proxy`: the part that may be shown and logged.
[[nodiscard]] std::string proxy_origin(const Secret& proxy);

/// Whether an entry of the list covers the host and port: `*`, exact names and addresses, a name
/// with its subdomains (`example.org`, `.example.org`, `*.example.org`), CIDR for literal
/// addresses, each optionally with `:port`.
[[nodiscard]] bool bypasses_proxy(const Url& url, std::string_view no_proxy);

}  // namespace entra_auth::http
