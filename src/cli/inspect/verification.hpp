// SPDX-License-Identifier: MIT
// `inspect --verify`: who is asked about a token, and what is said.
#pragma once

#include "cli/command.hpp"
#include "oauth/tokens/verification.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::cli {

/// As typed; empty where the flag was not given.
struct VerifyFlags {
  std::vector<std::string> audiences;  // --audience
  std::string issuer;                  // --issuer
  std::string jwks;                    // --jwks: a file or a URL
  std::vector<std::string> scopes;     // --require-scope
  std::vector<std::string> roles;      // --require-role
  std::string leeway;                  // --leeway

  [[nodiscard]] bool any() const;
};

struct Verdict {
  bool verified = false;
  std::string verifier;                   // who says so, in words
  std::string reason;                     // why not; empty where it is verified
  std::vector<oauth::RuleOutcome> rules;  // empty where the verifier tells none
};

/// Whose word counts: the keys of --jwks, the issuer of --issuer, the server of the profile (for a
/// profile of provider texas its sidecar), else the token's own issuer where that is Entra ID or
/// Maskinporten. Kind `usage` where that is nobody, `network` where it cannot be asked.
[[nodiscard]] Result<Verdict> verify_token(const oauth::DecodedJwt& jwt,
                                           const std::optional<Profile>& profile,
                                           const VerifyFlags& flags, const Context& context);

/// The rules as aligned lines under a heading; nothing where there are none. Made safe to show.
[[nodiscard]] std::string render_rules(const Verdict& verdict);

/// [{"rule","held","detail"}, ...]
[[nodiscard]] OrderedJson rules_to_json(const Verdict& verdict);

}  // namespace entra_auth::cli
