// SPDX-License-Identifier: MIT
// Keys from passphrases: Argon2id version 1.3 (RFC 9106) by libsodium, which has one lane.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth::crypto {

inline constexpr std::size_t kPassphraseSaltBytes = 16;
inline constexpr std::size_t kPassphraseKeyBytes = 32;

/// The cost of a guess. The default has the passes and the memory of RFC 9106 section 4, second
/// recommended option.
struct PassphraseCost {
  std::uint32_t passes = 3;
  std::uint32_t memory_kib = 64 * 1024;

  bool operator==(const PassphraseCost&) const = default;
};

/// The lowest useful cost.
inline constexpr PassphraseCost kMinCost{.passes = 1, .memory_kib = 8 * 1024};
/// The highest cost that a file may demand.
inline constexpr PassphraseCost kMaxCost{.passes = 16, .memory_kib = 1024 * 1024};

[[nodiscard]] bool is_within_bounds(const PassphraseCost& cost);

[[nodiscard]] std::string new_passphrase_salt();

/// kPassphraseKeyBytes. `salt` must have kPassphraseSaltBytes and `cost` be within bounds. Fails
/// with `secret_unavailable` if this machine does not have enough memory.
[[nodiscard]] Result<Secret> derive_passphrase_key(const Secret& passphrase, std::string_view salt,
                                                   const PassphraseCost& cost);

}  // namespace entra_auth::crypto
