// SPDX-License-Identifier: MIT
// The key that seals cached tokens. It lives in the Linux kernel keyring and nowhere else; a
// machine without one (most containers) gets no key, and entries stay plain 0600 files.
#pragma once

#include <entra_auth/secret.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace entra_auth::cache {

/// The key as it is now; nothing where there is none yet or no keyring.
[[nodiscard]] std::optional<Secret> find_sealing_key();

enum class SealingKeyState : std::uint8_t {
  present,
  absent,      // made when the first token is cached
  no_keyring,  // this machine offers no place for one
};
[[nodiscard]] SealingKeyState sealing_key_state();

/// The key, made first where the keyring has none. `lock_folder` holds the lock that keeps two
/// processes from making two keys.
[[nodiscard]] std::optional<Secret> find_or_make_sealing_key(
    const std::filesystem::path& lock_folder);

}  // namespace entra_auth::cache
