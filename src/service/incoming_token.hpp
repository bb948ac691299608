// SPDX-License-Identifier: MIT
// The incoming token of on-behalf-of: what is checked before it is sent to the server.
#pragma once

#include "oauth/tokens/jwt.hpp"
#include "os/environment.hpp"
#include "service/documents.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

namespace entra_auth::service {

/// Applies the rules of `oauth::check_incoming_token`, with the audiences of the profile's
/// application, and returns the decoded token. Fails with `usage` if there is no token (null), with
/// `invalid_token` if it breaks a rule.
[[nodiscard]] Result<oauth::DecodedJwt> check_incoming_token(const Profile& profile,
                                                             const Secret* token,
                                                             const os::Environment& environment,
                                                             Timestamp now);

/// Verifies signature and issuer as `inspect --verify` does for the profile. The server verifies
/// them again, but only after it has received the token. Fails with `invalid_token` if they are
/// wrong.
[[nodiscard]] Result<void> verify_incoming_token(const oauth::DecodedJwt& token,
                                                 const Profile& profile,
                                                 const os::Environment& environment,
                                                 const DocumentContext& context);

}  // namespace entra_auth::service
