// SPDX-License-Identifier: MIT
#include "oauth/grants/client_credentials.hpp"

#include "base/try.hpp"

namespace entra_auth::oauth {

Result<Token> acquire(const ClientCredentials& grant, Transport& transport, const Clock& clock,
                      Deadline deadline) {
  const Form form = {{"grant_type", Secret("client_credentials")}};
  TRY(auto tokens, request_tokens(grant, form, Attempts::retry, transport, clock, deadline));
  return std::move(tokens.token);
}

}  // namespace entra_auth::oauth
