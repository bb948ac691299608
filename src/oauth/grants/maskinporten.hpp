// SPDX-License-Identifier: MIT
// Maskinporten's JWT-bearer authorization grant (RFC 7523 section 2.1; docs.digdir.no,
// "Maskinporten: JWT grant"): a signed assertion and no other client authentication.
#pragma once

#include "oauth/client_authentication.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <string>
#include <variant>
#include <vector>

namespace entra_auth::oauth {

struct Maskinporten {
  std::string issuer;  // `aud` of the assertion, exactly, including its slash
  std::string token_endpoint;
  std::string client_id;
  /// A key that is registered on the client is named by its `kid`, an enterprise certificate is
  /// sent with its chain in `x5c`; never both. RS256, RS384 or RS512.
  std::variant<JwkKey, CertificateKey> key;
  std::vector<std::string> scopes;
  std::string resource;  // empty: no such claim
  bool resource_as_array = false;
  std::string consumer_org;           // empty: no such claim
  std::string authorization_details;  // a JSON array as text; empty: no such claim
};

/// One token request; every attempt signs a new assertion with a fresh `jti`, because a used one is
/// refused. If Maskinporten refuses the assertion, the hints say what it named, which key signed
/// it, and whether the clock is off by more than five seconds.
[[nodiscard]] Result<Token> acquire(const Maskinporten& grant, Transport& transport,
                                    const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
