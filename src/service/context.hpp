// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/secret_source.hpp"
#include "service/documents.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

namespace entra_auth::service {

/// What loading a key needs besides the profile.
struct KeyContext {
  const os::Environment& environment;
  const secrets::SecretSource& secrets;
  const Clock& clock;
};

/// What a grant needs besides the profile. Everything it refers to must outlive the grant: a
/// federated assertion is read or fetched again at each attempt.
struct GrantContext {
  const os::Environment& environment;
  const secrets::SecretSource& secrets;
  Transport& transport;  // for an issuer's metadata and a CI system's assertions
  const Clock& clock;
  Deadline deadline{};
  const cache::DocumentCache* documents = nullptr;  // null: metadata is not kept
  bool skip_server_cache = false;                   // if the server caches tokens, too
  const Secret* incoming_token = nullptr;           // null: there is none
};

[[nodiscard]] inline KeyContext key_context(const GrantContext& context) {
  return {context.environment, context.secrets, context.clock};
}

[[nodiscard]] inline DocumentContext document_context(const GrantContext& context) {
  return {context.transport, context.clock, context.deadline, context.documents};
}

}  // namespace entra_auth::service
