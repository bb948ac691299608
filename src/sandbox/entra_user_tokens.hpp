// SPDX-License-Identifier: MIT
// The answer of all user grants: access token, refresh token, id token.
#pragma once

#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/user_grant.hpp"

#include <string>

namespace entra_auth::sandbox {

struct UserTokenWish {
  UserGrant grant;         // all that the user has allowed; the refresh token stands for it
  UserScope scope{};       // of this answer, for one API at most
  ClaimsRequest claims{};  // of this request, besides those of the sign-in
  bool refresh_token = false;
  std::string refresh_family{};  // of the refresh token that was redeemed
};

/// The scope of the answer: what the request names, which must be for one API, or all that was
/// granted for the first API where it names nothing. AADSTS28000, 650053, 500011, 70011.
[[nodiscard]] Checked<UserScope> scope_of_request(const Sandbox& sandbox,
                                                  const TokenRequest& request, const Client& client,
                                                  const UserScope& granted);

/// The members of the token answer.
[[nodiscard]] OrderedJson issue_user_tokens(Sandbox& sandbox, const TokenRequest& request,
                                            const AuthenticatedClient& client,
                                            const UserTokenWish& wish);

}  // namespace entra_auth::sandbox
