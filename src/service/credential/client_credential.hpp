// SPDX-License-Identifier: MIT
#pragma once

#include "oauth/client_authentication.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

/// Which credential it is and where it is kept, without the secret itself: part of the cache key.
[[nodiscard]] std::string describe_credential(const Profile& profile);

/// A text that changes if the credential may have changed: it holds the value of a variable and the
/// version of a file. A federated assertion is represented by its source only, because it changes
/// all the time.
[[nodiscard]] Secret credential_version(const Profile& profile, const os::Environment& environment,
                                        const secrets::SecretSource& secrets);

/// Reads secrets, keys and certificates. Fails with `secret_unavailable` or
/// `invalid_configuration`. `profile` and `context` must outlive the result.
[[nodiscard]] Result<oauth::ClientAuthentication> load_credential(
    const Profile& profile, const GrantContext& context, std::vector<std::string>& warnings);

}  // namespace entra_auth::service
