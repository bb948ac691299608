// SPDX-License-Identifier: MIT
// The keys that verify a token: those of an issuer that is trusted, never what the token itself
// says about keys.
#pragma once

#include "oauth/tokens/verification.hpp"
#include "service/documents.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::service {

/// Where an issuer's keys are.
struct KeySource {
  std::string metadata_url;          // names the keys; empty: `jwks_uri` is used
  std::string other_metadata_url{};  // asked if there is no metadata at the first; may be empty
  std::string jwks_uri;
  std::string issuer;  // empty: the one that the metadata names
};

/// The keys of the profile's server, for a token of the version that the claims name (Entra has
/// separate metadata and issuers for `ver` 1.0). Fails with `usage` if the server has no metadata.
[[nodiscard]] Result<KeySource> key_source_of(const Profile& profile, const Json& claims);

/// The keys of an issuer that the caller trusts: an OpenID provider, otherwise an authorization
/// server (RFC 8414).
[[nodiscard]] KeySource key_source_of(const std::string& issuer);

/// The keys of the token's own issuer, if that is Entra ID in one of Microsoft's clouds, or
/// Maskinporten. Fails with `usage` for any other: the caller must say whom to trust.
[[nodiscard]] Result<KeySource> known_key_source(const Json& claims);

/// Finds metadata and keys (kept for a day; keys are fetched again, at most every five minutes, for
/// a `kid` that is not among them) and applies the rules. An empty `rules.issuer` is filled in from
/// the source. Fails with `network` if metadata or keys cannot be had.
[[nodiscard]] Result<oauth::Verification> verify_with(const KeySource& source,
                                                      const oauth::DecodedJwt& jwt,
                                                      oauth::VerificationRules rules,
                                                      const DocumentContext& context);

}  // namespace entra_auth::service
