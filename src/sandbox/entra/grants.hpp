// SPDX-License-Identifier: MIT
// The grants of the token endpoint, each in the file of its name. They return the members of the
// token response.
#pragma once

#include "sandbox/entra/terms/request.hpp"
#include "sandbox/sandbox.hpp"

#include <string_view>

namespace entra_auth::sandbox {

/// RFC 6749 section 4.4.
[[nodiscard]] Checked<OrderedJson> grant_client_credentials(Sandbox& sandbox,
                                                            const TokenRequest& request);

/// RFC 6749 section 4.1.3 and RFC 7636 section 4.5.
[[nodiscard]] Checked<OrderedJson> grant_authorization_code(Sandbox& sandbox,
                                                            const TokenRequest& request);

/// RFC 8628 section 3.4.
[[nodiscard]] Checked<OrderedJson> grant_device_code(Sandbox& sandbox, const TokenRequest& request);

/// RFC 6749 section 6. The response has a new refresh token.
[[nodiscard]] Checked<OrderedJson> grant_refresh_token(Sandbox& sandbox,
                                                       const TokenRequest& request);

/// grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer, requested_token_use=on_behalf_of.
[[nodiscard]] Checked<OrderedJson> grant_on_behalf_of(Sandbox& sandbox,
                                                      const TokenRequest& request);

/// The claims of an incoming token that this client may exchange on behalf of its user.
/// AADSTS50013, 500133, 500131 or 240002 if it may not.
[[nodiscard]] Checked<Json> check_incoming_token(const Sandbox& sandbox, const Client& client,
                                                 std::string_view token);

}  // namespace entra_auth::sandbox
