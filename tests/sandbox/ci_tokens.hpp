// SPDX-License-Identifier: MIT
// What CI jobs do with the OIDC endpoints, for their tests.
#pragma once

#include "sandbox/token_client.hpp"

#include <string>

namespace entra_auth::test {

/// A request to exchange a CI system's token for one of the built-in federated client.
[[nodiscard]] inline Response exchange_ci_token(const SandboxProcess& sandbox,
                                                const std::string& token) {
  return post_token(sandbox, assertion_request("00000000-0000-0000-0000-000000000005", token));
}

}  // namespace entra_auth::test
