// SPDX-License-Identifier: MIT
// Authorization server metadata (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3).
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth::oauth {

struct ServerMetadata {
  std::string issuer;
  std::string token_endpoint;  // empty where the issuer issues tokens by other ways (CI systems)
  std::string jwks_uri;        // empty where the issuer publishes no keys
  std::string authorization_endpoint{};         // empty: not offered, as the next one
  std::string device_authorization_endpoint{};  // RFC 8628 section 4
  bool issuer_in_response = false;              // `iss` in every redirect (RFC 9207 section 3)
};

/// Where an issuer keeps its metadata: {issuer}/.well-known/openid-configuration for OpenID
/// providers, {issuer}/.well-known/oauth-authorization-server for Maskinporten, whose issuers have
/// no path. (RFC 8414 section 3.1 would put the path of another issuer behind it; the servers that
/// stand in for Maskinporten in tests do not.)
enum class MetadataKind : std::uint8_t { openid_provider, authorization_server };

struct MetadataRequest {
  std::string issuer;       // where to ask
  bool any_issuer = false;  // the document may name another one: who is asked vouches for it
  MetadataKind kind = MetadataKind::openid_provider;
  Attempts attempts = Attempts::retry;
  Deadline deadline{};
};

/// Its address.
[[nodiscard]] std::string metadata_url(std::string_view issuer, MetadataKind kind);

/// The answer as text, checked by `read_metadata`, with a token endpoint in it. Kind `network` for
/// everything unusable.
[[nodiscard]] Result<std::string> fetch_metadata(Transport& transport,
                                                 const MetadataRequest& request);

/// The `issuer` inside must be the one asked for, character by character (any, where `issuer` is
/// empty: then who was asked vouches for it), and endpoints must be URLs that requests may be sent
/// to; everything else fails with kind `network`.
[[nodiscard]] Result<ServerMetadata> read_metadata(std::string_view text, std::string_view issuer);

}  // namespace entra_auth::oauth
