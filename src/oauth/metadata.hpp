// SPDX-License-Identifier: MIT
// Authorization server metadata (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3).
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <string>
#include <string_view>

namespace entra_auth::oauth {

struct ServerMetadata {
  std::string issuer;
  std::string token_endpoint;
};

/// Fetches {issuer}/.well-known/openid-configuration. The `issuer` inside must be the one asked
/// for, character by character, and endpoints must be URLs that requests may be sent to; everything
/// else fails with kind `network`.
[[nodiscard]] Result<ServerMetadata> fetch_metadata(Transport& transport, std::string_view issuer,
                                                    Deadline deadline);

}  // namespace entra_auth::oauth
