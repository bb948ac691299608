// SPDX-License-Identifier: MIT
// The bytes of one cache entry (docs/cache-format.md): a magic with the format version, a mode
// byte, then either a sealed payload or a checksum and the payload. Anything else is damage.
#pragma once

#include <entra_auth/secret.hpp>

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

}  // namespace entra_auth::cache
