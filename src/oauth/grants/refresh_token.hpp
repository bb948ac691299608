// SPDX-License-Identifier: MIT
// Refresh token grant (RFC 6749 section 6).
#pragma once

#include "oauth/client_request.hpp"
#include <entra_auth/secret.hpp>

namespace entra_auth::oauth {

struct RefreshToken : ClientRequest {
  Secret refresh_token{};
};

/// One token request. If the response has no new refresh token, the result has the one that was
/// sent.
[[nodiscard]] Result<TokenSet> acquire(const RefreshToken& grant, Transport& transport,
                                       const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
