// SPDX-License-Identifier: MIT
// The tokens that Entra issues: access tokens of applications and of users, id tokens, and the
// token response of all user grants.
#pragma once

#include "base/json.hpp"
#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/sandbox.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// `iss` of the tenant's v2.0 tokens. Its v1.0 tokens have another one.
[[nodiscard]] std::string issuer(const Sandbox& sandbox);

/// A signed access token for an application itself, of the version that the API demands. No two
/// tokens are equal. Managed identities have no `proof`. `capabilities` are what the client
/// declares in `xms_cc`.
[[nodiscard]] std::string issue_app_token(const Sandbox& sandbox, const Client& client,
                                          std::optional<ClientProof> proof,
                                          const Resource& resource, long long lifetime,
                                          const std::vector<std::string>& capabilities = {});

/// The scope of a response: what the request names, which must be for one API, or everything that
/// was granted for the first API if the request names nothing. AADSTS28000, 650053, 500011, 70011.
[[nodiscard]] Checked<UserScope> scope_of_request(const Sandbox& sandbox,
                                                  const TokenRequest& request, const Client& client,
                                                  const UserScope& granted);

/// What a user grant is to issue.
struct UserTokens {
  UserGrant grant;         // everything that the user has allowed; refresh tokens stand for it
  UserScope scope{};       // of this response, for at most one API
  ClaimsRequest claims{};  // of this request, in addition to those of the sign-in
  bool refresh_token = false;
  std::string refresh_family{};  // of the refresh token that was redeemed
};

/// The members of the token response.
[[nodiscard]] OrderedJson issue_user_tokens(Sandbox& sandbox, const TokenRequest& request,
                                            const AuthenticatedClient& client,
                                            const UserTokens& wanted);

/// An access token of a user, as an API receives it and exchanges it for others.
struct UserToken {
  std::string audience{kFirstClientId};
  std::string scp = "defaultaccess";
  std::string subject = "sandbox-user";
  long long lifetime = 3600;
  OrderedJson claims = OrderedJson::object();  // to replace, add or (null) remove
};

/// Reads the JSON of POST /sandbox/user-tokens (docs/sandbox.md). Fails with `usage` if it is
/// invalid.
[[nodiscard]] Result<UserToken> parse_user_token(const Json& json);

/// A signed v2.0 access token. No two tokens are equal.
[[nodiscard]] std::string issue_user_token(const Sandbox& sandbox, const UserToken& token);

}  // namespace entra_auth::sandbox
