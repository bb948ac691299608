// SPDX-License-Identifier: MIT
// The URIs that a browser may be redirected to after a sign-in.
#pragma once

#include "base/json_fwd.hpp"
#include <entra_auth/result.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// The kind of application that a redirect URI is registered for. It decides how the codes that are
/// sent there may be redeemed.
enum class Platform : std::uint8_t { native, web, spa };

struct RedirectUri {
  std::string uri;
  Platform platform;
};

/// Reads an element of `redirect_uris` (docs/sandbox.md). Fails with `usage` if it is invalid.
[[nodiscard]] Result<RedirectUri> parse_redirect_uri(const Json& json);

/// The platform of the registered URI that equals `uri`. Compares exactly, except for the port of
/// http://localhost and http://127.0.0.1 (RFC 8252 section 7.3). Returns nullopt if none is equal.
[[nodiscard]] std::optional<Platform> find_platform(std::span<const RedirectUri> registered,
                                                    std::string_view uri);

}  // namespace entra_auth::sandbox
