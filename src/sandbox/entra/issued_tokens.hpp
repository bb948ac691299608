// SPDX-License-Identifier: MIT
// The answer of all user grants: access token, refresh token, id token.
// Access tokens of users, as an API gets them and exchanges them for others.
#pragma once

#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/sandbox.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// A signed access token for an application itself, of the version that the API wants; no two are
/// equal. Managed identities have no `proof`. `capabilities` are the client's, where it declares
/// them: `xms_cc`.
[[nodiscard]] std::string issue_app_token(const Sandbox& sandbox, const Client& client,
                                          std::optional<ClientProof> proof,
                                          const Resource& resource, long long lifetime,
                                          const std::vector<std::string>& capabilities = {});

/// `iss` of the tenant's v2.0 tokens.
[[nodiscard]] std::string issuer(const Sandbox& sandbox);
/// `iss` of its v1.0 tokens, which is https://sts.windows.net/{tenant}/ at Entra.
[[nodiscard]] std::string v1_issuer(const Sandbox& sandbox);

/// What an access token for that API says of issuer, audience, version and client.
[[nodiscard]] OrderedJson version_claims(const Sandbox& sandbox, const Resource& resource,
                                         const std::string& client_id,
                                         std::optional<ClientProof> proof);

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

struct UserToken {
  std::string audience{kFirstClientId};
  std::string scp = "defaultaccess";
  std::string subject = "sandbox-user";
  long long lifetime = 3600;
  OrderedJson claims = OrderedJson::object();  // to replace, add or (null) remove
};

/// The JSON of POST /sandbox/user-tokens (docs/sandbox.md). Kind `usage`.
[[nodiscard]] Result<UserToken> parse_user_token(const Json& json);

/// A signed v2.0 access token; no two are equal.
[[nodiscard]] std::string issue_user_token(const Sandbox& sandbox, const UserToken& token);

}  // namespace entra_auth::sandbox
