// SPDX-License-Identifier: MIT
// Where a browser may be sent after a sign-in.
#pragma once

#include "base/json.hpp"
#include <entra_auth/result.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// What kind of application a redirect URI was registered for; it decides who may redeem the codes
/// that are sent there.
enum class Platform : std::uint8_t { native, web, spa };

struct RedirectUri {
  std::string uri;
  Platform platform;
};

/// An element of `redirect_uris` (docs/sandbox.md). Kind `usage`.
[[nodiscard]] Result<RedirectUri> parse_redirect_uri(const Json& json);

/// The platform of the registered URI that this one is, to the letter but for the port of
/// http://localhost and http://127.0.0.1 (RFC 8252 section 7.3); nothing where it is none of them.
[[nodiscard]] std::optional<Platform> find_platform(std::span<const RedirectUri> registered,
                                                    std::string_view uri);

}  // namespace entra_auth::sandbox
