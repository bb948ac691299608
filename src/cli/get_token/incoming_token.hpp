// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

/// Where the incoming token of on-behalf-of is. Never the token itself: arguments are public.
struct IncomingTokenFlags {
  std::string file;      // --assertion-file; "-": standard input
  std::string variable;  // --assertion-env
  bool verify = false;   // --verify-assertion
};

/// The token to exchange; nullopt if the profile's flow takes none. Without a flag it is read from
/// standard input, unless that is a terminal. Fails with `usage`, or with `secret_unavailable` if
/// the token cannot be read.
[[nodiscard]] Result<std::optional<Secret>> read_incoming_token(const IncomingTokenFlags& flags,
                                                                const Profile& profile,
                                                                const Context& context);

}  // namespace entra_auth::cli
