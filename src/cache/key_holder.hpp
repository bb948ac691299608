// SPDX-License-Identifier: MIT
// The key that seals cached tokens is kept in the Linux kernel keyring only; on a machine without
// one (most containers) there is no key, and entries are plain files with mode 0600. The keys of
// sign-ins may have other holders.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace entra_auth::cache {

/// The key. Returns nullopt if there is none yet, or no kernel keyring.
[[nodiscard]] std::optional<Secret> find_sealing_key();

enum class SealingKeyState : std::uint8_t {
  present,
  absent,      // created when the first token is cached
  no_keyring,  // this machine has no usable kernel keyring
};
[[nodiscard]] SealingKeyState sealing_key_state();

/// The key, created first if there is none. `lock_folder` contains the lock that keeps two
/// processes from creating two keys.
[[nodiscard]] std::optional<Secret> find_or_make_sealing_key(
    const std::filesystem::path& lock_folder);

/// Who holds the key that a sign-in is sealed with. The letter is in the sign-in's file, which is
/// opened with the key of that holder and no other.
enum class KeyHolder : char { kernel_keyring = 'S', secret_service = 'K', vault = 'V' };

/// The holder with that letter, or nullopt.
[[nodiscard]] std::optional<KeyHolder> key_holder(char letter);
/// "the kernel keyring", "the keyring", "the vault"
[[nodiscard]] const char* describe(KeyHolder holder);

struct HeldKey {
  KeyHolder holder = KeyHolder::kernel_keyring;
  Secret key;
};

/// How a `SignInStore` gets keys: only layers above know the other holders.
struct SignInKeys {
  /// The key. Returns nullopt if that holder has none (any more). Fails with `secret_unavailable`
  /// if the holder cannot be read now: locked, stopped, or the user cannot be asked for a
  /// passphrase.
  std::function<Result<std::optional<Secret>>(KeyHolder)> find;
  /// For a new sign-in: the best holder that is usable now, with its key, which is created if there
  /// is none yet. Fails with `secret_unavailable` if no holder is usable.
  std::function<Result<HeldKey>()> choose;
};

/// The kernel keyring only: the key of cached tokens. `folder` is the cache folder.
[[nodiscard]] SignInKeys kernel_sign_in_keys(const std::filesystem::path& folder);

}  // namespace entra_auth::cache
