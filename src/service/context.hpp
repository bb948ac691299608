// SPDX-License-Identifier: MIT
#pragma once

#include "cache/document_cache.hpp"
#include "os/environment.hpp"
#include "secrets/secret_source.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::service {

/// What a grant needs besides the profile. Everything it refers to must outlive the grant: a
/// federated assertion is read or fetched again at each attempt.
struct GrantContext {
  const os::Environment& environment;
  const secrets::SecretSource& secrets;
  Transport& transport;  // for an issuer's metadata and a CI system's assertions
  const Clock& clock;
  Deadline deadline{};
  const cache::DocumentCache* documents = nullptr;  // null: metadata is not kept
  bool skip_server_cache = false;                   // where the server keeps tokens as well
  const Secret* incoming_token = nullptr;           // to be exchanged; null: there is none
};

}  // namespace entra_auth::service
