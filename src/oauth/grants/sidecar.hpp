// SPDX-License-Identifier: MIT
// Tokens from the Nais token sidecar, Texas (doc.nais.io, "Authentication": token, exchange and
// introspection endpoints). The sidecar holds the application's credential and caches tokens
// itself.
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <optional>
#include <string>

namespace entra_auth::oauth {

struct Sidecar {
  std::string endpoint;           // for tokens, or for exchanges if there is an incoming token
  std::string identity_provider;  // entra_id, maskinporten, tokenx
  std::string target;             // scopes separated by spaces; for TokenX cluster:namespace:app
  std::string resource;           // Maskinporten only; empty: not sent
  std::string authorization_details;  // a JSON array as text; empty: not sent
  bool skip_cache = false;            // the sidecar must ask its server
  BodyFormat body_format = BodyFormat::form;
  std::optional<Secret> incoming_token;  // to exchange for a token of the same user
};

[[nodiscard]] Result<Token> acquire(const Sidecar& grant, Transport& transport, const Clock& clock,
                                    Deadline deadline);

/// What the sidecar says about a token.
struct Introspection {
  bool active = false;
  std::string error;  // why it is not active, in the sidecar's words
};

/// Fails with `network` for an unusable response, `server_refused` for a refusal.
[[nodiscard]] Result<Introspection> introspect(Transport& transport, const std::string& endpoint,
                                               const std::string& identity_provider,
                                               const Secret& token, const Clock& clock,
                                               Deadline deadline);

}  // namespace entra_auth::oauth
