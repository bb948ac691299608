// SPDX-License-Identifier: MIT
#pragma once

#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

namespace entra_auth::service {

/// The profile's federated assertion as it is now: read from a file or variable, or fetched from
/// the CI system that runs this program. Fails with `invalid_configuration` if a variable of the CI
/// system is missing, naming it.
[[nodiscard]] Result<Secret> current_assertion(const Profile& profile, const GrantContext& context);

}  // namespace entra_auth::service
