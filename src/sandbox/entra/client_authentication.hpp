// SPDX-License-Identifier: MIT
// Client authentication: client_secret_post, client_secret_basic, private_key_jwt and federated
// assertions.
#pragma once

#include "sandbox/entra/terms/request.hpp"
#include "sandbox/sandbox.hpp"

#include <memory>

namespace entra_auth::sandbox {

/// How a client proved its identity: `azpacr` of its tokens.
enum class ClientProof : std::uint8_t { none = 0, secret = 1, assertion = 2 };

struct AuthenticatedClient {
  std::shared_ptr<const Client> client;
  ClientProof proof;
};

/// Accepts a client without a credential, but refuses a wrong credential.
[[nodiscard]] Checked<AuthenticatedClient> identify_client(const Sandbox& sandbox,
                                                           const TokenRequest& request);

/// The same, but a credential is required. AADSTS7000218.
[[nodiscard]] Checked<AuthenticatedClient> authenticate_client(const Sandbox& sandbox,
                                                               const TokenRequest& request);

/// AADSTS7000218 if the client sent no credential and may not use the device code grant without
/// one.
[[nodiscard]] Checked<void> check_device_client(const AuthenticatedClient& client);

/// AADSTS7000218.
[[nodiscard]] tl::unexpected<Refusal> refuse_missing_credential();
/// AADSTS700025.
[[nodiscard]] tl::unexpected<Refusal> refuse_public_credential();

}  // namespace entra_auth::sandbox
