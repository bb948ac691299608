// SPDX-License-Identifier: MIT
// Flags for the sign-in of a user, and for claims challenges.
#pragma once

#include "cli/command.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

struct SignInFlags {
  std::optional<int> port;
  std::string redirect_uri;
  std::string prompt;
  std::string login_hint;
  std::string domain_hint;
  std::string claims;            // JSON or base64
  std::string claims_challenge;  // a WWW-Authenticate value; "-": read it from standard input
  bool no_browser = false;
  bool no_interaction = false;
};

/// `flags` must outlive the parse.
void add_sign_in_flags(CommandDetails& command, SignInFlags& flags);

/// Overrides settings of the profile. Fails with `usage`, naming the flag, if a value is not valid
/// or does not apply to the profile's flow.
[[nodiscard]] Result<void> apply_sign_in_flags(const SignInFlags& flags, Profile& profile);

}  // namespace entra_auth::cli
