// SPDX-License-Identifier: MIT
#include "oauth/grants/on_behalf_of.hpp"

#include "base/try.hpp"

namespace entra_auth::oauth {

Result<Token> acquire(const OnBehalfOf& grant, Transport& transport, const Clock& clock,
                      Deadline deadline) {
  const Form form = {{"grant_type", Secret("urn:ietf:params:oauth:grant-type:jwt-bearer")},
                     {"assertion", grant.assertion},
                     {"requested_token_use", Secret("on_behalf_of")}};
  TRY(auto tokens, request_tokens(grant, form, Attempts::retry, transport, clock, deadline));
  return std::move(tokens.token);
}

}  // namespace entra_auth::oauth
