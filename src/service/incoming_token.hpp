// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

namespace entra_auth::service {

/// What is known of a token that is to be exchanged before it is sent anywhere: the rules of
/// `oauth::check_incoming_token`, for the audiences that the profile's application goes by. Holds
/// for every other flow. Kinds `invalid_token`, and `usage` where there is no token (null).
[[nodiscard]] Result<void> check_incoming_token(const Profile& profile, const Secret* token,
                                                const os::Environment& environment, Timestamp now);

}  // namespace entra_auth::service
