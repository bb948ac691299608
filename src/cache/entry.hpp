// SPDX-License-Identifier: MIT
// The bytes of one cache entry (docs/cache-format.md): a magic with the format version, a mode
// byte, then either a sealed payload or a checksum and the payload. Anything else is damage.
// The payload of a cache entry: which request it answers, for which profile, and the token.
#pragma once

#include "cache/cache_key.hpp"
#include <entra_auth/secret.hpp>
#include <entra_auth/token.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::cache {

enum class EntryState : std::uint8_t {
  usable,
  damaged,  // not ours, truncated, changed, of a newer format
  locked,   // sealed with a key that is not there (any more)
};

struct OpenedEntry {
  EntryState state = EntryState::damaged;
  bool sealed = false;
  Secret payload;
};

/// Sealed where there is a key, else with a checksum. `name` is authenticated with it, so that one
/// entry's file cannot stand in for another's.
[[nodiscard]] std::string encode_entry(const std::optional<Secret>& sealing_key,
                                       std::string_view name, std::string_view payload);

[[nodiscard]] OpenedEntry decode_entry(const std::optional<Secret>& sealing_key,
                                       std::string_view name, std::string_view bytes);

/// Sealed with a key of another kind, whose letter takes the place of the mode byte.
[[nodiscard]] std::string seal_entry(char mode, const Secret& key, std::string_view name,
                                     std::string_view payload);

/// The mode byte of what may be an entry; nothing where it is none of this format.
[[nodiscard]] std::optional<char> entry_mode(std::string_view bytes);

/// The payload of an entry that was sealed under that name; nothing where a single bit differs.
[[nodiscard]] std::optional<Secret> open_entry(const Secret& key, std::string_view name,
                                               std::string_view bytes);

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
