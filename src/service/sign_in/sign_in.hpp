// SPDX-License-Identifier: MIT
// A user signs in: the flows interactive-browser and device-code.
#pragma once

#include "oauth/client_request.hpp"
#include "oauth/tokens/id_token.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/user_agent.hpp>

#include <vector>

namespace entra_auth::service {

struct SignedIn {
  TokenSet tokens;
  oauth::SignedInUser user;  // empty if the server sent no id_token
};

/// What every request for the profile's user has: client, credential, endpoint, scopes including
/// those of OpenID Connect (`openid offline_access`, for Entra also `profile`), and claims.
[[nodiscard]] Result<oauth::ClientRequest> user_request(const Profile& profile,
                                                        const GrantContext& context,
                                                        std::vector<std::string>& warnings);

/// Runs the profile's flow, until the context's deadline.
[[nodiscard]] Result<SignedIn> sign_in(const Profile& profile, const GrantContext& context,
                                       const oauth::ClientRequest& request, UserAgent& user_agent,
                                       Clock& clock);

}  // namespace entra_auth::service
