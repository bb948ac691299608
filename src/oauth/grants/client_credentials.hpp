// SPDX-License-Identifier: MIT
// Client credentials grant (RFC 6749 section 4.4): a token for the application itself.
#pragma once

#include "oauth/client_request.hpp"

namespace entra_auth::oauth {

struct ClientCredentials : ClientRequest {};

/// One token request.
[[nodiscard]] Result<Token> acquire(const ClientCredentials& grant, Transport& transport,
                                    const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
