// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <string>

namespace entra_auth::cli {

struct Verdict {
  bool verified = false;
  std::string verifier;  // who says so: "the Nais token sidecar (maskinporten)"
  std::string reason;    // why not, in the verifier's words; empty where it is verified
};

/// Has the profile's Nais token sidecar look at the token. Kind `usage` for a profile without one.
[[nodiscard]] Result<Verdict> verify_token(const Secret& token, Profile profile,
                                           const Context& context);

}  // namespace entra_auth::cli
