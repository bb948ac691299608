// SPDX-License-Identifier: MIT
#include "http/proxy.hpp"

#include "base/ip_address.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace entra_auth::http {
namespace {

constexpr std::string_view kMetadataAddress = "169.254.169.254";

struct Scheme {
  std::string_view name;
  std::uint16_t default_port;
};
constexpr std::array kSchemes = {Scheme{"http", 80}, Scheme{"https", 443}, Scheme{"socks5", 1080},
                                 Scheme{"socks5h", 1080}};

/// The characters that RFC 3986 section 3.2.1 allows in user information.
bool is_userinfo_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~!$&'()*+,;=:%").find(c) != std::string_view::npos;
}

tl::unexpected<Error> unusable(const Url& url, std::string_view why) {
  return fail(
      ErrorKind::invalid_configuration,
      "the proxy set for " + origin(url) + " cannot be used: " + std::string(why),
      {"write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT (https, socks5 and socks5h "
       "work too), with special characters of user name and password percent-encoded"});
}

/// Takes a bracketed or plain IPv6 address, a name or an IPv4 address, each with an optional port.
std::pair<std::string_view, std::string_view> split_port(std::string_view entry) {
  if (entry.starts_with('[')) {
    const auto end = std::min(entry.find(']'), entry.size() - 1);
    const auto rest = entry.substr(end + 1);
    return {entry.substr(1, end - 1), rest.starts_with(':') ? rest.substr(1) : rest};
  }
  const auto colon = entry.find(':');
  if (colon == std::string_view::npos || entry.find(':', colon + 1) != std::string_view::npos) {
    return {entry, {}};
  }
  return {entry.substr(0, colon), entry.substr(colon + 1)};
}

bool covers_address(std::string_view pattern, const IpAddress& host) {
  const auto slash = pattern.find('/');
  const auto network = parse_ip_address(pattern.substr(0, slash));
  if (!network) return false;
  if (slash == std::string_view::npos) return same_prefix(*network, host, host.bits());
  const auto bits = parse_digits(pattern.substr(slash + 1));
  return bits && std::cmp_less_equal(*bits, host.bits()) &&
         same_prefix(*network, host, static_cast<std::size_t>(*bits));
}

bool covers_name(std::string_view pattern, std::string_view host) {
  if (pattern.starts_with('*')) pattern.remove_prefix(1);
  if (pattern.starts_with('.')) pattern.remove_prefix(1);
  if (pattern.ends_with('.')) pattern.remove_suffix(1);
  if (pattern.empty() || pattern.size() > host.size()) return false;
  if (!equals_ignoring_case(host.substr(host.size() - pattern.size()), pattern)) return false;
  return host.size() == pattern.size() || host[host.size() - pattern.size() - 1] == '.';
}

bool covers(std::string_view entry, const Url& url, const std::optional<IpAddress>& address) {
  const auto [pattern, port] = split_port(entry);
  if (!port.empty() && parse_digits(port) != static_cast<long long>(url.port)) return false;
  if (pattern == "*") return true;
  return address ? covers_address(pattern, *address) : covers_name(pattern, url.host);
}

const Secret& proxy_for_scheme(const Url& url, const ProxySettings& settings) {
  return url.scheme == "https" ? settings.https_proxy : settings.http_proxy;
}

}  // namespace

bool bypasses_proxy(const Url& url, std::string_view no_proxy) {
  const auto address = parse_ip_address(url.host);
  return std::ranges::any_of(split(no_proxy, ", \t\r\n"),
                             [&](const std::string& entry) { return covers(entry, url, address); });
}

DirectBecause why_direct(const Url& url, const ProxySettings& settings) {
  if (proxy_for_scheme(url, settings).empty()) return DirectBecause::no_proxy_is_set;
  if (is_loopback_host(url.host)) return DirectBecause::loopback;
  if (url.host == kMetadataAddress) return DirectBecause::metadata_address;
  if (bypasses_proxy(url, settings.no_proxy)) return DirectBecause::excluded;
  return DirectBecause::uses_proxy;
}

Result<Secret> choose_proxy(const Url& url, const ProxySettings& settings) {
  if (why_direct(url, settings) != DirectBecause::uses_proxy) return Secret();
  const Secret& proxy = proxy_for_scheme(url, settings);

  std::string_view rest = proxy.expose();
  std::string scheme_name = "http";
  if (const auto separator = rest.find("://"); separator != std::string_view::npos) {
    scheme_name = to_lower(rest.substr(0, separator));
    rest.remove_prefix(separator + 3);
  }
  const auto* scheme = std::ranges::find(kSchemes, scheme_name, &Scheme::name);
  if (scheme == kSchemes.end()) return unusable(url, "unknown scheme");

  std::string_view user_information;
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    user_information = rest.substr(0, at + 1);
    if (!std::ranges::all_of(user_information.substr(0, at), is_userinfo_character)) {
      return unusable(url,
                      "its user name or password contains characters that must be percent-encoded");
    }
    rest.remove_prefix(at + 1);
  }
  // Read as an http URL to get a strict host and port. If that fails, the text may be part of a
  // password, so the message of the reader is not passed on.
  const auto server = parse_url("http://" + std::string(rest));
  if (!server) return unusable(url, "it has no valid host and port");
  const bool names_port = !split_port(rest.substr(0, rest.find_first_of("/?"))).second.empty();

  const std::string host =
      server->host.find(':') == std::string::npos ? server->host : "[" + server->host + "]";
  const std::string port = std::to_string(names_port ? server->port : scheme->default_port);
  std::string text;
  text.reserve(scheme->name.size() + user_information.size() + host.size() + port.size() + 4);
  text += scheme->name;
  text += "://";
  text += user_information;
  text += host;
  text += ':';
  text += port;
  return Secret(std::move(text));
}

std::string proxy_origin(const Secret& proxy) {
  std::string_view text = proxy.expose();
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return {};
  const std::string scheme(text.substr(0, scheme_end + 3));
  return scheme + std::string(text.substr(std::max(scheme_end + 3, text.rfind('@') + 1)));
}

}  // namespace entra_auth::http
