// SPDX-License-Identifier: MIT
#pragma once

#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

namespace entra_auth::service {

/// The profile's federated assertion as it is now: read from a file or variable, or fetched from
/// the CI system that runs us. Kind `invalid_configuration` where a variable of the CI system is
/// missing: the message names it.
[[nodiscard]] Result<Secret> current_assertion(const Profile& profile, const GrantContext& context);

}  // namespace entra_auth::service
