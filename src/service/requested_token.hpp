// SPDX-License-Identifier: MIT
// From a profile to the key under which its token is cached: cheap, reads no secret and no file.
#pragma once

#include "cache/cache_key.hpp"
#include "os/environment.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

/// True for the flows that a person goes through.
[[nodiscard]] bool has_user(Flow flow);

/// The `claims` parameter of the profile's requests; empty: none is sent.
[[nodiscard]] std::string claims_of(const Profile& profile);

/// Whether the profile's `resource` is only another way to write a scope, as for Entra ID.
[[nodiscard]] bool resource_is_a_scope(const Profile& profile);

/// The scopes to ask for: the profile's, each once, and for Entra `resource` as RESOURCE/.default
/// (`ms-graph` is Microsoft Graph in the profile's cloud). Fails with `invalid_configuration` where
/// there must be one and there is none.
[[nodiscard]] Result<std::vector<std::string>> requested_scopes(const Profile& profile);

/// Fails with `invalid_configuration` where the profile cannot be served, before anything is read.
/// `incoming_token`: the one to be exchanged, or null.
[[nodiscard]] Result<cache::CacheKey> cache_key_of(const Profile& profile,
                                                   const os::Environment& environment,
                                                   const Secret* incoming_token);

}  // namespace entra_auth::service
