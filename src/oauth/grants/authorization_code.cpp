// SPDX-License-Identifier: MIT
#include "oauth/grants/authorization_code.hpp"

namespace entra_auth::oauth {

Result<TokenSet> acquire(const AuthorizationCode& grant, Transport& transport, const Clock& clock,
                         Deadline deadline) {
  const Form form = {{"grant_type", Secret("authorization_code")},
                     {"code", grant.code},
                     {"redirect_uri", Secret(grant.redirect_uri)},
                     {"code_verifier", grant.code_verifier}};
  return request_tokens(grant, form, Attempts::once, transport, clock, deadline);
}

}  // namespace entra_auth::oauth
