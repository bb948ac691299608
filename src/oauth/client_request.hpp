// SPDX-License-Identifier: MIT
// What the grants of an authenticated client have in common at the token endpoint.
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

struct ClientRequest {
  Client client;
  std::string token_endpoint;
  std::vector<std::string> scopes;
  std::string resource;  // RFC 8707 parameter; empty: not sent
  std::string claims{};  // OpenID Connect Core section 5.5, JSON text; empty: not sent
  std::map<std::string, std::string> extra_parameters;
};

/// Posts the grant's own fields with the client's credential and what it asks for. For a refused
/// federated assertion the error gains a hint with the assertion's issuer, subject and audience,
/// which is what has to match the registered federated credential; for a refused certificate its
/// thumbprint.
[[nodiscard]] Result<TokenSet> request_tokens(const ClientRequest& request, const Form& grant,
                                              Attempts attempts, Transport& transport,
                                              const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
