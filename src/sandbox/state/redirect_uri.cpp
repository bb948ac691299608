// SPDX-License-Identifier: MIT
#include "sandbox/state/redirect_uri.hpp"

#include "base/json.hpp"
#include "base/try.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

struct PlatformName {
  std::string_view name;
  Platform platform;
};

constexpr std::array kPlatforms{PlatformName{"native", Platform::native},
                                PlatformName{"web", Platform::web},
                                PlatformName{"spa", Platform::spa}};

constexpr std::array<std::string_view, 2> kLoopback{"http://localhost", "http://127.0.0.1"};

/// Removes the port of a loopback URI. Returns any other URI unchanged.
std::string without_loopback_port(std::string_view uri) {
  for (const auto start : kLoopback) {
    if (!uri.starts_with(start)) continue;
    auto rest = uri.substr(start.size());
    if (!rest.starts_with(':')) break;
    const auto end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    if (end == 1 || end > 6 || (end < rest.size() && rest[end] != '/')) break;
    return std::string(start).append(rest.substr(end));
  }
  return std::string(uri);
}

/// True if the URI is printable, as a header demands, and has no character that would end a source
/// in a Content-Security-Policy.
bool is_plain(std::string_view uri) {
  return std::ranges::all_of(uri, [](char c) {
    return c > ' ' && c <= '~' && c != ';' && c != ',' && c != '\'' && c != '"' && c != '#';
  });
}

/// True for URIs that an application can register at Entra: http:// only for loopback addresses,
/// and not for [::1].
bool is_registrable(std::string_view uri) {
  if (!is_plain(uri) || uri.find("://") == std::string_view::npos) return false;
  if (!uri.starts_with("http://")) return true;
  const auto plain = without_loopback_port(uri);
  return std::ranges::any_of(kLoopback, [&](std::string_view start) {
    return plain.starts_with(start) && (plain.size() == start.size() || plain[start.size()] == '/');
  });
}

}  // namespace

Result<RedirectUri> parse_redirect_uri(const Json& json) {
  if (!json.is_object()) return fail(ErrorKind::usage, "a redirect URI is not an object");
  TRY(const auto uri, optional_string(json, "uri"));
  TRY(const auto platform, optional_string(json, "platform"));
  if (!uri || !is_registrable(*uri)) {
    return fail(ErrorKind::usage, "a redirect URI has no uri, or one that cannot be registered");
  }
  const auto* found = std::ranges::find(kPlatforms, platform.value_or(""), &PlatformName::name);
  if (found == kPlatforms.end()) {
    return fail(ErrorKind::usage, "the platform of a redirect URI is not native, web or spa");
  }
  return RedirectUri{*uri, found->platform};
}

std::optional<Platform> find_platform(std::span<const RedirectUri> registered,
                                      std::string_view uri) {
  const auto wanted = without_loopback_port(uri);
  for (const auto& candidate : registered) {
    if (without_loopback_port(candidate.uri) == wanted) return candidate.platform;
  }
  return std::nullopt;
}

}  // namespace entra_auth::sandbox
