// SPDX-License-Identifier: MIT
// From a profile to what the lower layers work with: the key under which its token is cached
// (cheap, reads no secret file and no key), and the grant that fetches one (reads the credential).
#pragma once

#include "cache/cache_key.hpp"
#include "oauth/grant.hpp"
#include "os/environment.hpp"
#include "secrets/secret_source.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

/// The scopes to ask for: the profile's, and `resource` as RESOURCE/.default where the provider is
/// Entra. Fails with `invalid_configuration` where Entra would get none.
[[nodiscard]] Result<std::vector<std::string>> requested_scopes(const Profile& profile);

/// Fails with `invalid_configuration` where the profile cannot be served, before anything is read.
[[nodiscard]] Result<cache::CacheKey> cache_key_of(const Profile& profile);

/// What a grant needs besides the profile.
struct GrantContext {
  const os::Environment& environment;
  const secrets::SecretSource& secrets;
  Transport& transport;  // for an issuer's metadata
  Deadline deadline;
};

/// Reads the credential and builds the grant. `context` must outlive it: a federated assertion is
/// read again at each attempt. Warnings (a certificate about to expire) are appended.
[[nodiscard]] Result<oauth::Grant> make_grant(const Profile& profile, const GrantContext& context,
                                              const Clock& clock,
                                              std::vector<std::string>& warnings);

}  // namespace entra_auth::service
