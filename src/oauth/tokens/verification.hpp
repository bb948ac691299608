// SPDX-License-Identifier: MIT
// Whether a token is what it claims to be: signature and claims, rule by rule (RFC 7515
// section 5.2, RFC 7519 section 7.2; Microsoft identity platform, "Access tokens: validate
// tokens").
#pragma once

#include "crypto/jwk.hpp"
#include "oauth/tokens/claims.hpp"
#include "oauth/tokens/jwt.hpp"
#include <entra_auth/clock.hpp>

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace entra_auth::oauth {

struct VerificationRules {
  /// `iss` must be exactly this; `{tenantid}` stands for the token's `tid`. Empty: any issuer whose
  /// keys were given.
  std::string issuer{};
  std::vector<std::string> audiences{};  // one of them must be in `aud`; empty: not checked
  std::vector<std::string> scopes{};     // all of them must be in `scp` or `scope`
  std::vector<std::string> roles{};      // all of them must be in `roles`
  std::chrono::seconds leeway = kVerificationLeeway;  // on `exp` and `nbf`
};

/// One rule, and whether the token keeps it. `detail` quotes the token: make it safe before showing
/// it.
struct RuleOutcome {
  std::string rule;  // "signature", "issuer", "audience", ...
  bool held = false;
  std::string detail;
};

struct Verification {
  std::vector<RuleOutcome> rules;

  [[nodiscard]] bool verified() const;
  /// The first rule that was broken; null if the token is good.
  [[nodiscard]] const RuleOutcome* broken() const;
};

/// True if only the API that the token was issued for can check its signature: for Microsoft Graph
/// and some others Entra signs a changed header, which has a `nonce`.
[[nodiscard]] bool is_for_its_api_only(const DecodedJwt& jwt);

/// True if none of the keys is the one that the header names: time to fetch them again.
[[nodiscard]] bool names_unknown_key(const DecodedJwt& jwt,
                                     std::span<const crypto::PublicJwk> keys);

/// Checks every rule, so that one call reports everything that is wrong. Only `keys` are used,
/// never what the header says about keys (`jwk`, `jku`, `x5c`, `x5u`). Accepts the algorithms RS*,
/// PS* and ES*, each with a key of its own type only.
[[nodiscard]] Verification verify_token(const DecodedJwt& jwt,
                                        std::span<const crypto::PublicJwk> keys,
                                        const VerificationRules& rules, Timestamp now);

}  // namespace entra_auth::oauth
