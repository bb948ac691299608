// SPDX-License-Identifier: MIT
// The payload of a cache entry: which request it answers, for which profile, and the token.
#pragma once

#include "cache/cache_key.hpp"
#include <entra_auth/secret.hpp>
#include <entra_auth/token.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::cache {

struct EntryPayload {
  Json key;                        // CacheKey::to_json()
  std::string profile;             // that asked for it last, for people
  std::string credential_version;  // salted digest, see make_credential_version
  Token token;
};

[[nodiscard]] Secret encode_payload(const EntryPayload& payload);

/// Nothing where a member is missing or wrong: the entry counts as damaged then.
[[nodiscard]] std::optional<EntryPayload> decode_payload(std::string_view text);

/// "SALT:DIGEST" of what `secrets::SecretSource::version` said: tells that a secret was changed
/// without telling the secret. The digest is cut to 32 bits, so that a stolen plain entry is of
/// little use for guessing a weak secret.
[[nodiscard]] std::string make_credential_version(const Secret& version);
[[nodiscard]] bool matches_credential_version(std::string_view stored, const Secret& version);

}  // namespace entra_auth::cache
