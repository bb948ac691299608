// SPDX-License-Identifier: MIT
#pragma once

#include "oauth/grant.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

/// Client, credential, endpoint, scopes and claims of a profile of provider `entra` or `oidc`. A
/// public client has no credential.
[[nodiscard]] Result<oauth::ClientRequest> client_request(const Profile& profile,
                                                          const GrantContext& context,
                                                          std::vector<std::string>& warnings);

/// Reads the credential and builds the grant of a profile that has a cache key (`cache_key_of`),
/// for the flows without a sign-in (those of a user are in sign_in/sign_in.hpp). `profile` and
/// `context` must outlive the grant. Fails with `invalid_configuration` if a managed identity is to
/// ask for no API or several, or by a name on a host that has only one. Appends warnings, for
/// instance about an expired certificate.
[[nodiscard]] Result<oauth::Grant> make_grant(const Profile& profile, const GrantContext& context,
                                              std::vector<std::string>& warnings);

}  // namespace entra_auth::service
