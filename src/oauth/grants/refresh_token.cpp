// SPDX-License-Identifier: MIT
#include "oauth/grants/refresh_token.hpp"

#include "base/try.hpp"

namespace entra_auth::oauth {

Result<TokenSet> acquire(const RefreshToken& grant, Transport& transport, const Clock& clock,
                         Deadline deadline) {
  const Form form = {{"grant_type", Secret("refresh_token")},
                     {"refresh_token", grant.refresh_token}};
  TRY(auto tokens, request_tokens(grant, form, Attempts::retry, transport, clock, deadline));
  if (tokens.refresh_token.empty()) tokens.refresh_token = grant.refresh_token;
  return tokens;
}

}  // namespace entra_auth::oauth
