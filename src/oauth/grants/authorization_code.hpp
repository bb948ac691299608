// SPDX-License-Identifier: MIT
// Authorization code grant (RFC 6749 section 4.1) with PKCE (RFC 7636): the second half, once the
// browser has brought the code.
#pragma once

#include "oauth/client_request.hpp"
#include <entra_auth/secret.hpp>

#include <string>

namespace entra_auth::oauth {

struct AuthorizationCode : ClientRequest {
  Secret code{};
  std::string redirect_uri{};  // exactly as in the authorization request
  Secret code_verifier{};
};

/// One token request, never repeated: even if the response is lost, the code is used up.
[[nodiscard]] Result<TokenSet> acquire(const AuthorizationCode& grant, Transport& transport,
                                       const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
