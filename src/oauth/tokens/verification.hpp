// SPDX-License-Identifier: MIT
// Whether a token is what it says it is: signature and claims, rule by rule (RFC 7515 section 5.2,
// RFC 7519 section 7.2; Microsoft identity platform, "Access tokens: validate tokens").
#pragma once

#include "crypto/jwk.hpp"
#include "oauth/tokens/jwt.hpp"
#include <entra_auth/clock.hpp>

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace entra_auth::oauth {

struct VerificationRules {
  /// Whose token it must be, to the letter; `{tenantid}` stands for the token's `tid`. Empty: the
  /// keys alone vouch for it.
  std::string issuer{};
  std::vector<std::string> audiences{};  // one of them must be in `aud`; empty: not checked
  std::vector<std::string> scopes{};     // all of them must be in `scp` or `scope`
  std::vector<std::string> roles{};      // all of them must be in `roles`
  std::chrono::seconds leeway{60};       // for clocks that differ, on `exp` and `nbf`
};

/// One rule and whether the token keeps it. What was found and what was expected is data from
/// outside: made safe where it is shown.
struct RuleOutcome {
  std::string rule;  // "signature", "issuer", "audience", ...
  bool held = false;
  std::string detail;
};

struct Verification {
  std::vector<RuleOutcome> rules;

  [[nodiscard]] bool verified() const;
  /// The first rule that was broken; null where the token is good.
  [[nodiscard]] const RuleOutcome* broken() const;
};

/// True where the signature cannot be checked by anybody but the API itself: Microsoft Graph and
/// some others sign over a changed header, which has a `nonce`.
[[nodiscard]] bool is_for_its_api_only(const DecodedJwt& jwt);

/// True where none of the keys is the one that the header names: time to fetch them again.
[[nodiscard]] bool names_unknown_key(const DecodedJwt& jwt,
                                     std::span<const crypto::PublicJwk> keys);

/// Every rule is looked at, so that all that is wrong is said at once. Keys come from `keys` only:
/// what the header says about keys (`jwk`, `jku`, `x5c`, `x5u`) is never used. Of the algorithms
/// RS*, PS* and ES* are taken, and by a key of that type only.
[[nodiscard]] Verification verify_token(const DecodedJwt& jwt,
                                        std::span<const crypto::PublicJwk> keys,
                                        const VerificationRules& rules, Timestamp now);

}  // namespace entra_auth::oauth
