// SPDX-License-Identifier: MIT
// On-behalf-of (Microsoft identity platform, "OAuth 2.0 On-Behalf-Of flow"; RFC 7523 section 2.1):
// an API exchanges the token that its caller sent for a token to another API.
#pragma once

#include "oauth/client_request.hpp"
#include <entra_auth/secret.hpp>

namespace entra_auth::oauth {

struct OnBehalfOf : ClientRequest {
  Secret assertion{};  // the incoming token, already checked
};

/// One token request.
[[nodiscard]] Result<Token> acquire(const OnBehalfOf& grant, Transport& transport,
                                    const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
