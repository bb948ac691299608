// SPDX-License-Identifier: MIT
// A person signs in: the flows interactive-browser and device-code.
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
  oauth::SignedInUser user;  // empty where the server sent no id_token
};

/// What every request for the profile's user has in it: client, credential, endpoint, scopes with
/// those of OpenID Connect (`openid offline_access`, at Entra `profile` too), claims.
[[nodiscard]] Result<oauth::ClientRequest> user_request(const Profile& profile,
                                                        const GrantContext& context,
                                                        std::vector<std::string>& warnings);

/// Goes through the profile's flow. Ends at the context's deadline.
[[nodiscard]] Result<SignedIn> sign_in(const Profile& profile, const GrantContext& context,
                                       const oauth::ClientRequest& request, UserAgent& user_agent,
                                       Clock& clock);

}  // namespace entra_auth::service
