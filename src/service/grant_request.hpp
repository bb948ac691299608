// SPDX-License-Identifier: MIT
#pragma once

#include "oauth/grant.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

/// Client, credential, endpoint and what is asked for, of a profile of provider `entra` or `oidc`.
/// A public client has no credential.
[[nodiscard]] Result<oauth::ClientRequest> client_request(const Profile& profile,
                                                          const GrantContext& context,
                                                          std::vector<std::string>& warnings);

/// Reads the credential and builds the grant of a profile that has a cache key (`cache_key_of`).
/// For the flows that need nobody: those of a user are in user_sign_in.hpp. `context` must outlive
/// it. Warnings (a certificate about to expire) are appended.
[[nodiscard]] Result<oauth::Grant> make_grant(const Profile& profile, const GrantContext& context,
                                              std::vector<std::string>& warnings);

}  // namespace entra_auth::service
