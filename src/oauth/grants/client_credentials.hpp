// SPDX-License-Identifier: MIT
// Client credentials grant (RFC 6749 section 4.4): a token for the application itself.
#pragma once

#include "oauth/client_authentication.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <map>
#include <string>
#include <vector>

namespace entra_auth::oauth {

struct ClientCredentials {
  Client client;
  std::string token_endpoint;
  std::vector<std::string> scopes;
  std::string resource;  // RFC 8707 parameter; empty: not sent
  std::map<std::string, std::string> extra_parameters;
};

/// One token request. For a refused federated assertion the error gains a hint with the assertion's
/// issuer, subject and audience, which is what has to match the registered federated credential.
[[nodiscard]] Result<Token> acquire(const ClientCredentials& grant, Transport& transport,
                                    const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
