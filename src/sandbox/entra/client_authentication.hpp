// SPDX-License-Identifier: MIT
// Who asks: client_secret_post, client_secret_basic, private_key_jwt and federated assertions.
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/entra/token.hpp"
#include "sandbox/sandbox.hpp"

#include <memory>

namespace entra_auth::sandbox {

/// How a client proved who it is: `azpacr` of its tokens.
enum class ClientProof : std::uint8_t { none = 0, secret = 1, assertion = 2 };

struct AuthenticatedClient {
  std::shared_ptr<const Client> client;
  ClientProof proof;
};

/// Also lets a client without a credential through, but none with a wrong one.
[[nodiscard]] Checked<AuthenticatedClient> identify_client(const Sandbox& sandbox,
                                                           const TokenRequest& request);

/// Wants a credential.
[[nodiscard]] Checked<AuthenticatedClient> authenticate_client(const Sandbox& sandbox,
                                                               const TokenRequest& request);

/// AADSTS7000218.
[[nodiscard]] tl::unexpected<Refusal> refuse_missing_credential();
/// AADSTS700025.
[[nodiscard]] tl::unexpected<Refusal> refuse_public_credential();

}  // namespace entra_auth::sandbox
