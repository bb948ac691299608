// SPDX-License-Identifier: MIT
// Authenticated encryption by libsodium: XChaCha20-Poly1305 with a random 24-byte nonce.
#pragma once

#include <entra_auth/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::crypto {

inline constexpr std::size_t kSealingKeyBytes = 32;

[[nodiscard]] Secret new_sealing_key();

/// nonce || ciphertext || tag. `associated_data` is authenticated, not stored. `key` must have
/// kSealingKeyBytes.
[[nodiscard]] std::string seal(const Secret& key, std::string_view associated_data,
                               std::string_view plaintext);

/// Returns nullopt if the key, the associated data or a single bit differs from what was sealed.
[[nodiscard]] std::optional<Secret> open_sealed(const Secret& key, std::string_view associated_data,
                                                std::string_view sealed);

/// 16 bytes (BLAKE2b) that change when a bit of `bytes` changes: detects damage, but does not
/// authenticate.
[[nodiscard]] std::string checksum(std::string_view bytes);

}  // namespace entra_auth::crypto
