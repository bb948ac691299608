// SPDX-License-Identifier: MIT
// Authorization server metadata (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3).
#pragma once

#include <entra_auth/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth::oauth {

struct ServerMetadata {
  std::string issuer;
  std::string token_endpoint;            // empty if tokens are issued in other ways (CI systems)
  std::string jwks_uri;                  // empty if the issuer publishes no keys
  std::string authorization_endpoint{};  // empty: not offered, as the next one
  std::string device_authorization_endpoint{};  // RFC 8628 section 4
  bool issuer_in_response = false;              // `iss` in every redirect (RFC 9207 section 3)
};

/// Where the metadata of an issuer is: {issuer}/.well-known/openid-configuration for OpenID
/// providers, {issuer}/.well-known/oauth-authorization-server for Maskinporten, whose issuers have
/// no path. (RFC 8414 section 3.1 would put an issuer's path at the end; the servers that replace
/// Maskinporten in tests do not.)
enum class MetadataKind : std::uint8_t { openid_provider, authorization_server };

/// The address of the issuer's metadata.
[[nodiscard]] std::string metadata_url(std::string_view issuer, MetadataKind kind);

/// Reads metadata. The `issuer` inside must be the expected one, character by character (or any, if
/// `issuer` is empty: then the caller trusts the address); endpoints must be URLs that requests may
/// be sent to. Otherwise fails with `network`.
[[nodiscard]] Result<ServerMetadata> read_metadata(std::string_view text, std::string_view issuer);

}  // namespace entra_auth::oauth
