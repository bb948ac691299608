// SPDX-License-Identifier: MIT
#include "base/url.hpp"

#include "base/ip_address.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace entra_auth {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
constexpr std::string_view kHostCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-_";

tl::unexpected<Error> invalid(std::string_view what) {
  return fail(ErrorKind::invalid_configuration, "the URL " + std::string(what));
}

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

/// Printable ASCII without what RFC 3986 leaves out; a backslash is a slash to some parsers.
bool is_url_character(char c) {
  return c > ' ' && c < '\x7f' && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

bool escapes_are_whole(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const auto digits = text.substr(at + 1, 2);
    if (digits.size() != 2 || !consists_of(digits, kHexDigits)) return false;
  }
  return true;
}

/// True for `.` and `..`, each dot plain or as %2e.
bool is_dot_segment(std::string_view segment) {
  int dots = 0;
  while (!segment.empty()) {
    const bool plain = segment[0] == '.';
    if (!plain && !equals_ignoring_case(segment.substr(0, 3), "%2e")) return false;
    segment.remove_prefix(plain ? 1 : 3);
    ++dots;
  }
  return dots == 1 || dots == 2;
}

/// Encoded separators and control characters: servers and proxies disagree about them.
bool has_ambiguous_escape(std::string_view path) {
  for (auto at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
    const auto digits = path.substr(at + 1, 2);
    if (digits[0] == '0' || digits[0] == '1') return true;
    for (const std::string_view refused : {"2f", "5c", "7f"}) {
      if (equals_ignoring_case(digits, refused)) return true;
    }
  }
  return false;
}

Result<void> check_path(std::string_view path) {
  if (!escapes_are_whole(path)) return invalid("has a broken percent escape");
  if (has_ambiguous_escape(path)) {
    return invalid("has an encoded slash, backslash or control character in its path");
  }
  for (const auto& segment : split(path, "/")) {
    if (is_dot_segment(segment)) return invalid("has a `.` or `..` segment in its path");
  }
  return {};
}

/// What some resolvers read as an IPv4 address: 127.1, 2130706433, 0x7f.0.0.1, 0177.0.0.1.
bool ends_in_a_number(std::string_view host) {
  const auto last = host.substr(host.rfind('.') + 1);
  return consists_of(last, kDigits) ||
         (last.starts_with("0x") && consists_of(last.substr(2), kHexDigits));
}

Result<std::string> check_name(std::string host) {
  if (host.size() > 253) return invalid("has a host name longer than 253 characters");
  for (std::string_view rest = host;;) {
    const auto label = rest.substr(0, rest.find('.'));
    if (label.empty()) return invalid("has an empty label in its host name");
    if (label.size() > 63) return invalid("has a host name label longer than 63 characters");
    if (!consists_of(label, kHostCharacters) || label.front() == '-' || label.back() == '-') {
      return invalid("has a host name with characters that are not allowed there");
    }
    if (label.size() == rest.size()) break;
    rest.remove_prefix(label.size() + 1);
  }
  if (ends_in_a_number(host) && !parse_ip_address(host)) {
    return invalid("has a host that is neither a name nor an IPv4 address in four decimal parts");
  }
  return host;
}

Result<std::string> check_ipv6(std::string_view host) {
  const auto address = parse_ip_address(host);
  if (!address || !address->is_ipv6) return invalid("has an invalid IPv6 address");
  return to_text(*address);
}

Result<std::uint16_t> parse_port(std::string_view text) {
  const auto port = parse_digits(text);
  if (!port || *port < 1 || *port > 65535 || text.front() == '0') {
    return invalid("has a port that is not a number from 1 to 65535");
  }
  return static_cast<std::uint16_t>(*port);
}

/// Sets `host` and, if there is one, `port`.
Result<void> parse_authority(std::string_view authority, Url& url) {
  if (authority.empty()) return invalid("has no host");
  if (authority.find('@') != std::string_view::npos) {
    return invalid("has user information (an `@` before its host)");
  }
  std::string_view port;
  if (authority.front() == '[') {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return invalid("has an unclosed `[` in its host");
    TRY(url.host, check_ipv6(authority.substr(1, end - 1)));
    port = authority.substr(end + 1);
  } else {
    const auto colon = std::min(authority.find(':'), authority.size());
    TRY(url.host, check_name(to_lower(authority.substr(0, colon))));
    port = authority.substr(colon);
  }
  if (port.empty()) return {};
  if (port.front() != ':') return invalid("has characters behind the address of its host");
  TRY(url.port, parse_port(port.substr(1)));
  return {};
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (!std::ranges::all_of(text, is_url_character)) {
    return invalid(
        "contains a space, a backslash or another character that is not allowed in URLs");
  }
  if (text.find('#') != std::string_view::npos) return invalid("has a fragment (`#`)");
  Url url;
  const auto separator = std::min(text.find("://"), text.size());
  url.scheme = to_lower(text.substr(0, separator));
  if (separator == text.size() || (url.scheme != "https" && url.scheme != "http")) {
    return invalid("does not start with https://");
  }
  text.remove_prefix(separator + 3);
  url.port = url.scheme == "https" ? 443 : 80;

  const auto authority = text.substr(0, text.find_first_of("/?"));
  TRY_VOID(parse_authority(authority, url));
  text.remove_prefix(authority.size());

  const auto question_mark = std::min(text.find('?'), text.size());
  url.path = text.substr(0, question_mark);
  TRY_VOID(check_path(url.path));
  if (url.path.empty()) url.path = "/";
  if (question_mark < text.size()) url.query = text.substr(question_mark + 1);
  if (!escapes_are_whole(url.query)) return invalid("has a broken percent escape");
  return url;
}

std::string_view without_trailing_slashes(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

bool is_loopback_host(std::string_view host) {
  const std::string name = to_lower(host);
  if (name == "localhost" || (name.ends_with(".localhost") && name.front() != '.')) return true;
  const auto address = parse_ip_address(name);
  return address && is_loopback(*address);
}

Result<Url> check_request_url(std::string_view text) {
  constexpr std::string_view kMetadataAddress = "169.254.169.254";
  TRY(Url url, parse_url(text));
  if (url.scheme == "http" && !is_loopback_host(url.host) && url.host != kMetadataAddress) {
    return fail(ErrorKind::invalid_configuration, "cleartext http is not used for " + url.host,
                {"use https; http is accepted for loopback addresses only"});
  }
  return url;
}

std::string origin(const Url& url) {
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  std::string text = url.scheme + "://" + (is_ipv6 ? "[" + url.host + "]" : url.host);
  if (url.port != (url.scheme == "https" ? 443 : 80)) text += ":" + std::to_string(url.port);
  return text;
}

}  // namespace entra_auth
