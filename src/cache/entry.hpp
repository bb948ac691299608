// SPDX-License-Identifier: MIT
// The bytes of one cache entry (docs/cache-format.md): a magic with the format version, a mode
// byte, then either a sealed payload or a checksum and the payload. Anything else is damage. The
// payload says which request the entry is for, for which profile, and contains the token.
#pragma once

#include "base/json.hpp"
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
  damaged,  // foreign, truncated, changed, or of a newer format
  locked,   // sealed with a key that does not exist (any more)
};

struct OpenedEntry {
  EntryState state = EntryState::damaged;
  bool sealed = false;
  Secret payload;
};

/// Sealed if there is a key, else with a checksum. `name` is authenticated, so that one entry's
/// file cannot replace another's.
[[nodiscard]] std::string encode_entry(const std::optional<Secret>& sealing_key,
                                       std::string_view name, std::string_view payload);

[[nodiscard]] OpenedEntry decode_entry(const std::optional<Secret>& sealing_key,
                                       std::string_view name, std::string_view bytes);

/// Sealed with a key of another holder, whose letter replaces the mode byte.
[[nodiscard]] std::string seal_entry(char mode, const Secret& key, std::string_view name,
                                     std::string_view payload);

/// The mode byte. Returns nullopt if the bytes are not in this format.
[[nodiscard]] std::optional<char> entry_mode(std::string_view bytes);

/// The payload of an entry that was sealed under that name. Returns nullopt if a single bit
/// differs.
[[nodiscard]] std::optional<Secret> open_entry(const Secret& key, std::string_view name,
                                               std::string_view bytes);

struct EntryPayload {
  Json key;                        // CacheKey::to_json()
  std::string profile;             // that requested it last, for display
  std::string credential_version;  // salted digest, see make_credential_version
  Token token;
};

[[nodiscard]] Secret encode_payload(const EntryPayload& payload);

/// Returns nullopt if a member is missing or wrong: the entry then counts as damaged.
[[nodiscard]] std::optional<EntryPayload> decode_payload(std::string_view text);

/// "SALT:DIGEST" of the text from `secrets::SecretSource::version`: shows that a secret has changed
/// without revealing it. The digest is cut to 32 bits, so that a stolen plain entry is of
/// little use for guessing a weak secret.
[[nodiscard]] std::string make_credential_version(const Secret& version);
[[nodiscard]] bool matches_credential_version(std::string_view stored, const Secret& version);

}  // namespace entra_auth::cache
