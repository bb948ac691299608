// SPDX-License-Identifier: MIT
// grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer with requested_token_use=on_behalf_of.
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/entra/token.hpp"
#include "sandbox/sandbox.hpp"

#include <string_view>

namespace entra_auth::sandbox {

/// The members of the token answer.
[[nodiscard]] Checked<OrderedJson> grant_on_behalf_of(Sandbox& sandbox,
                                                      const TokenRequest& request);

/// The claims of a user's access token that this client may exchange on behalf of the user:
/// AADSTS50013, 500133, 500131 or 240002 where it may not.
[[nodiscard]] Checked<Json> check_user_assertion(const Sandbox& sandbox, const Client& client,
                                                 std::string_view token);

}  // namespace entra_auth::sandbox
