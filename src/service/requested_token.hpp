// SPDX-License-Identifier: MIT
// What a profile asks for, and the key under which its token is cached. Cheap: reads no secret and
// no file, except that for a managed identity it looks whether Azure Arc's agent is installed.
#pragma once

#include "cache/cache_key.hpp"
#include "os/environment.hpp"
#include "profiles/keys/combinations.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

using profiles::has_user;

/// The `claims` parameter of the profile's requests; empty: not sent.
[[nodiscard]] std::string claims_of(const Profile& profile);

/// True if the profile's `resource` is another way to write a scope, as for Entra ID.
[[nodiscard]] bool resource_is_a_scope(const Profile& profile);

/// The scopes to ask for: the profile's, each once, and for Entra `resource` as RESOURCE/.default
/// (`ms-graph` is Microsoft Graph in the profile's cloud). Fails with `invalid_configuration` if
/// the provider needs a scope and there is none.
[[nodiscard]] Result<std::vector<std::string>> requested_scopes(const Profile& profile);

/// The key of the profile's token. Fails with `invalid_configuration` if this version cannot serve
/// the profile. `incoming_token`: the one to be exchanged, or null.
[[nodiscard]] Result<cache::CacheKey> cache_key_of(const Profile& profile,
                                                   const os::Environment& environment,
                                                   const Secret* incoming_token);

}  // namespace entra_auth::service
