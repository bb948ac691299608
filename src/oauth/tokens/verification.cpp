// SPDX-License-Identifier: MIT
#include "oauth/tokens/verification.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "oauth/authority.hpp"
#include "oauth/tokens/claims.hpp"

#include <algorithm>
#include <optional>

namespace entra_auth::oauth {
namespace {

std::string listed(const std::vector<std::string>& texts) {
  return texts.empty() ? "none" : join(texts, ", ");
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

class Verifier {
 public:
  Verifier(const DecodedJwt& jwt, const VerificationRules& rules, Timestamp now)
      : jwt_(jwt), rules_(rules), now_(now) {}

  Verification run(std::span<const crypto::PublicJwk> keys) {
    check_signature(keys);
    check_issuer();
    check_times();
    check_audience();
    check_words("scope", rules_.scopes, scopes_of(jwt_.claims));
    check_words("role", rules_.roles, roles_of(jwt_.claims));
    return std::move(result_);
  }

 private:
  void add(std::string rule, bool held, std::string detail) {
    result_.rules.push_back({std::move(rule), held, std::move(detail)});
  }

  void check_signature(std::span<const crypto::PublicJwk> keys) {
    const auto named = string_or(jwt_.header, "alg", "(none)");
    const auto algorithm = crypto::parse_algorithm(named);
    if (!algorithm) {
      return add("algorithm", false,
                 named + " is not accepted, only RS, PS and ES with 256 to 512");
    }
    if (jwt_.header.contains("crit")) {
      return add("algorithm", false, "the header has `crit`: its extensions are not supported");
    }
    add("algorithm", true, named);
    const auto candidates = find_keys(keys);
    if (candidates.empty()) return;
    std::string reason;
    for (const auto* key : candidates) {
      if (key->algorithm && *key->algorithm != *algorithm) {
        reason = "the key is for " + std::string(crypto::name(*key->algorithm)) + ", not " + named;
      } else if (!verify_jwt(jwt_, key->key, *algorithm)) {
        reason = "it does not match this header and these claims";
      } else {
        add("signature", true, "by key " + (key->kid.empty() ? "(without kid)" : key->kid));
        return check_key_issuer(*key);
      }
    }
    add("signature", false, std::move(reason));
  }

  /// The keys that the header names: more than one if an issuer uses a kid for several keys.
  std::vector<const crypto::PublicJwk*> find_keys(std::span<const crypto::PublicJwk> keys) {
    const auto kid = string_or(jwt_.header, "kid");
    std::vector<const crypto::PublicJwk*> found;
    for (const auto& key : keys) {
      if (kid.empty() ? keys.size() == 1 : key.kid == kid) found.push_back(&key);
    }
    if (found.empty()) {
      add("key", false,
          kid.empty()
              ? "the header does not name one, and the issuer has " + std::to_string(keys.size())
              : "the issuer has no key " + kid);
    }
    return found;
  }

  /// Entra publishes keys of several issuers side by side.
  void check_key_issuer(const crypto::PublicJwk& key) {
    if (key.issuer.empty()) return;
    const auto owner = fill_issuer(key.issuer, string_or(jwt_.claims, "tid"));
    const auto issuer = string_or(jwt_.claims, "iss");
    if (owner && *owner == issuer) return;
    add("key", false, "it signs for " + key.issuer + ", not for " + issuer);
  }

  void check_issuer() {
    if (rules_.issuer.empty()) return;
    const auto found = string_or(jwt_.claims, "iss", "(none)");
    const auto expected = fill_issuer(rules_.issuer, string_or(jwt_.claims, "tid"));
    if (expected && *expected == found) return add("issuer", true, found);
    add("issuer", false, "found " + found + ", expected " + expected.value_or(rules_.issuer));
  }

  void check_times() {
    const auto expiry = date_claim(jwt_.claims, "exp");
    if (!expiry) return add("time", false, "there is no usable `exp`");
    if (now_ >= *expiry + rules_.leeway) {
      return add("time", false, "expired " + describe_duration(now_ - *expiry) + " ago");
    }
    if (jwt_.claims.contains("nbf")) {
      const auto start = date_claim(jwt_.claims, "nbf");
      // `inspect` shows a date before 1970; no issuer that can be trusted sends one.
      if (!start || *start < Timestamp()) return add("time", false, "`nbf` is not a date");
      if (now_ + rules_.leeway < *start) {
        return add(
            "time", false,
            "not valid before " + to_rfc3339(*start) + ", in " + describe_duration(*start - now_));
      }
    }
    add("time", true,
        now_ < *expiry ? "expires in " + describe_duration(*expiry - now_) : "within the leeway");
  }

  void check_audience() {
    if (rules_.audiences.empty()) return;
    const auto found = audiences_of(jwt_.claims);
    const bool held = std::ranges::any_of(
        found, [&](const std::string& each) { return contains(rules_.audiences, each); });
    add("audience", held,
        held ? listed(found)
             : "found " + listed(found) + ", expected " + join(rules_.audiences, " or "));
  }

  void check_words(const std::string& rule, const std::vector<std::string>& required,
                   const std::vector<std::string>& found) {
    for (const auto& each : required) {
      const bool held = contains(found, each);
      add(rule, held, held ? each : each + " is missing, found " + listed(found));
    }
  }

  const DecodedJwt& jwt_;
  const VerificationRules& rules_;
  Timestamp now_;
  Verification result_;
};

}  // namespace

bool Verification::verified() const { return !rules.empty() && broken() == nullptr; }

const RuleOutcome* Verification::broken() const {
  const auto found = std::ranges::find(rules, false, &RuleOutcome::held);
  return found == rules.end() ? nullptr : &*found;
}

bool is_for_its_api_only(const DecodedJwt& jwt) { return jwt.header.contains("nonce"); }

bool names_unknown_key(const DecodedJwt& jwt, std::span<const crypto::PublicJwk> keys) {
  const auto kid = string_or(jwt.header, "kid");
  return !kid.empty() && std::ranges::find(keys, kid, &crypto::PublicJwk::kid) == keys.end();
}

Verification verify_token(const DecodedJwt& jwt, std::span<const crypto::PublicJwk> keys,
                          const VerificationRules& rules, Timestamp now) {
  return Verifier(jwt, rules, now).run(keys);
}

}  // namespace entra_auth::oauth
