// SPDX-License-Identifier: MIT
// Who is asked whether a token is what it claims to be, and the verdict.
#pragma once

#include "oauth/tokens/verification.hpp"
#include "os/environment.hpp"
#include "service/documents.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace entra_auth::service {

struct Verdict {
  bool verified = false;
  std::string verifier;                   // who verified it, in words
  std::string reason;                     // why it is not verified; empty if it is
  std::vector<oauth::RuleOutcome> rules;  // empty if the verifier reports none
};

/// Whom to trust, in this order: the keys, the issuer, the profile's server, otherwise the token's
/// own issuer if that is Entra ID or Maskinporten.
struct VerificationRequest {
  std::string jwks_uri{};
  std::string issuer{};
  const Profile* profile = nullptr;
  std::optional<oauth::VerificationRules> rules{};  // nullopt: the default ones
};

/// Verifies the token with keys that are fetched, or, for a profile of provider texas, asks its
/// sidecar, which takes no rules. Fails with `usage` if no one is trusted, `network` if the trusted
/// server cannot be asked.
[[nodiscard]] Result<Verdict> verify_token(const oauth::DecodedJwt& jwt,
                                           const VerificationRequest& request,
                                           const os::Environment& environment,
                                           const DocumentContext& context);

/// Verifies the token with these keys. `verifier` names them.
[[nodiscard]] Verdict verify_with_keys(const oauth::DecodedJwt& jwt,
                                       std::span<const crypto::PublicJwk> keys,
                                       const oauth::VerificationRules& rules, Timestamp now,
                                       std::string verifier);

}  // namespace entra_auth::service
