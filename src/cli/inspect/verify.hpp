// SPDX-License-Identifier: MIT
// The flags of `inspect --verify`, and how a verdict is shown.
#pragma once

#include "base/json_fwd.hpp"
#include "cli/command.hpp"
#include "oauth/tokens/jwt.hpp"
#include "service/token_verifier.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::cli {

/// As typed; empty if the flag was not given.
struct VerifyFlags {
  std::vector<std::string> audiences;  // --audience
  std::string issuer;                  // --issuer
  std::string jwks;                    // --jwks: a file or a URL
  std::vector<std::string> scopes;     // --require-scope
  std::vector<std::string> roles;      // --require-role
  std::string leeway;                  // --leeway

  [[nodiscard]] bool any() const;
};

/// Verifies the token as `service::verify_token` does, or with the keys in the file of --jwks.
/// Fails with `usage` for a flag that cannot be read and if no one is trusted, `network` if the
/// trusted server cannot be asked.
[[nodiscard]] Result<service::Verdict> verify_token(const oauth::DecodedJwt& jwt,
                                                    const std::optional<Profile>& profile,
                                                    const VerifyFlags& flags,
                                                    const Context& context);

/// The rules as aligned lines under a heading, safe to show; empty if there are none.
[[nodiscard]] std::string render_rules(const service::Verdict& verdict);

/// [{"rule","held","detail"}, ...]
[[nodiscard]] OrderedJson rules_to_json(const service::Verdict& verdict);

}  // namespace entra_auth::cli
