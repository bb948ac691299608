// SPDX-License-Identifier: MIT
#pragma once

#include "oauth/client_authentication.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

/// Which credential it is and where it is kept, in words that hold no secret: part of the cache
/// key.
[[nodiscard]] std::string describe_credential(const Profile& profile);

/// Text that differs once the credential may have changed: the value of a variable, the version of
/// a file. A federated assertion counts by its source only, because it changes all the time.
[[nodiscard]] Secret credential_version(const Profile& profile, const os::Environment& environment,
                                        const secrets::SecretSource& secrets);

/// Reads secrets, keys and certificates. Kinds `secret_unavailable` and `invalid_configuration`.
/// The result refers to `profile` and `context`.
[[nodiscard]] Result<oauth::ClientAuthentication> load_credential(
    const Profile& profile, const GrantContext& context, std::vector<std::string>& warnings);

}  // namespace entra_auth::service
