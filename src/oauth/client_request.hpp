// SPDX-License-Identifier: MIT
// What the grants of an authenticated client have in common.
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

/// Appends what is requested: scope, resource, claims and extra parameters.
void append_requested(const ClientRequest& request, Form& form);

/// Posts the grant's own fields, the client's credential and what is requested. If a federated
/// assertion is refused, the error gains a hint with its issuer, subject and audience, which must
/// match the registered federated credential; if a certificate is refused, its thumbprint.
[[nodiscard]] Result<TokenSet> request_tokens(const ClientRequest& request, const Form& grant,
                                              Attempts attempts, Transport& transport,
                                              const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
