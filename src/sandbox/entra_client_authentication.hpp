// SPDX-License-Identifier: MIT
// Who asks: client_secret_post, client_secret_basic, private_key_jwt and federated assertions.
#pragma once

#include "sandbox/entra_error.hpp"
#include "sandbox/entra_token_request.hpp"
#include "sandbox/sandbox.hpp"

#include <memory>

namespace entra_auth::sandbox {

/// How a client proved who it is: `azpacr` of its tokens.
enum class ClientProof : std::uint8_t { secret = 1, assertion = 2 };

struct AuthenticatedClient {
  std::shared_ptr<const Client> client;
  ClientProof proof;
};

[[nodiscard]] Checked<AuthenticatedClient> authenticate_client(const Sandbox& sandbox,
                                                               const TokenRequest& request);

}  // namespace entra_auth::sandbox
