// SPDX-License-Identifier: MIT
// The keys that vouch for a token: found by who is trusted to have issued it, never by what the
// token itself says about keys.
#pragma once

#include "cache/document_cache.hpp"
#include "oauth/tokens/verification.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <string>

namespace entra_auth::service {

/// Where keys are, and whose tokens they sign.
struct KeySource {
  std::string metadata_url;          // names the keys; empty: `jwks_uri` does
  std::string other_metadata_url{};  // asked where there is nothing at the first; may be empty
  std::string jwks_uri;
  std::string issuer;  // empty: the one that the metadata names
};

/// Of the profile's server, for a token of the version that the claims say (`ver` 1.0 has metadata
/// and issuers of its own at Entra). Kind `usage` for a profile whose server has no metadata.
[[nodiscard]] Result<KeySource> key_source_of(const Profile& profile, const Json& claims);

/// Of the issuer that the caller names: an OpenID provider, else an authorization server (RFC
/// 8414).
[[nodiscard]] KeySource key_source_of(const std::string& issuer);

/// Of the token's own issuer, where that is Entra ID in one of Microsoft's clouds or Maskinporten:
/// whoever else signs tokens has to be named. Kind `usage`.
[[nodiscard]] Result<KeySource> known_key_source(const Json& claims);

struct VerificationContext {
  Transport& transport;
  const Clock& clock;
  Deadline deadline{};
  const cache::DocumentCache* documents = nullptr;  // null: nothing is kept
};

/// Fetches metadata and keys (kept for a day, keys fetched again once for a `kid` that is not among
/// them) and applies the rules; `rules.issuer` is filled from the source where it is empty. Kind
/// `network` where they cannot be had.
[[nodiscard]] Result<oauth::Verification> verify_with(const KeySource& source,
                                                      const oauth::DecodedJwt& jwt,
                                                      oauth::VerificationRules rules,
                                                      const VerificationContext& context);

}  // namespace entra_auth::service
