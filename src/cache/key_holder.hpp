// SPDX-License-Identifier: MIT
// The key that seals cached tokens. It lives in the Linux kernel keyring and nowhere else; a
// machine without one (most containers) gets no key, and entries stay plain 0600 files.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
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

/// Where the key lies that a sign-in is sealed with. The letter stands in the sign-in's file: it is
/// read with the key of that holder and no other.
enum class KeyHolder : char { kernel_keyring = 'S', secret_service = 'K', vault = 'V' };

/// A holder by its letter, or nothing.
[[nodiscard]] std::optional<KeyHolder> key_holder(char letter);
/// "the kernel keyring", "the keyring", "the vault"
[[nodiscard]] const char* describe(KeyHolder holder);

struct HeldKey {
  KeyHolder holder = KeyHolder::kernel_keyring;
  Secret key;
};

/// How a `SignInStore` gets at keys: which holders there are is known further up only.
struct SignInKeys {
  /// The key; nothing where that holder has none (any more). Kind `secret_unavailable` where it
  /// cannot be asked now: locked, stopped, nobody there to type a passphrase.
  std::function<Result<std::optional<Secret>>(KeyHolder)> find;
  /// For a new sign-in: the best holder that can be used now, with its key, which is made where
  /// there is none yet. Kind `secret_unavailable` where there is no holder at all.
  std::function<Result<HeldKey>()> choose;
};

/// The kernel keyring alone: the key of cached tokens. `folder` is the cache's.
[[nodiscard]] SignInKeys kernel_sign_in_keys(const std::filesystem::path& folder);

}  // namespace entra_auth::cache
