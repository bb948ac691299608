// SPDX-License-Identifier: MIT

#include "cache/key_holder.hpp"

#include "crypto/sealing.hpp"
#include "os/file_lock.hpp"
#include "os/kernel_keyring.hpp"

#include <chrono>
#include <string>
#include <thread>

namespace entra_auth::cache {
namespace {

const std::string kDescription = "entra-auth-cli:token-cache";

std::optional<Secret> usable(os::KeyringKey key) {
  if (key.bytes && key.bytes->size() == crypto::kSealingKeyBytes) return std::move(key.bytes);
  return std::nullopt;
}

}  // namespace

std::optional<Secret> find_sealing_key() { return usable(os::find_key(kDescription)); }

SealingKeyState sealing_key_state() {
  auto found = os::find_key(kDescription);
  if (found.state == os::KeyringState::unavailable) return SealingKeyState::no_keyring;
  return usable(std::move(found)) ? SealingKeyState::present : SealingKeyState::absent;
}

std::optional<Secret> find_or_make_sealing_key(const std::filesystem::path& lock_folder) {
  auto found = os::find_key(kDescription);
  if (found.state == os::KeyringState::unavailable) return std::nullopt;
  if (auto key = usable(std::move(found))) return key;

  // The holder needs microseconds; a second means that it hangs, and then its key does not matter.
  for (int attempt = 0; attempt < 100; ++attempt) {
    const auto lock = os::FileLock::try_acquire(lock_folder / "sealing-key.lock");
    if (lock && !*lock) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      continue;
    }
    if (auto key = find_sealing_key()) return key;
    Secret fresh = crypto::new_sealing_key();
    if (!os::store_key(kDescription, fresh)) return std::nullopt;
    return fresh;
  }
  return std::nullopt;
}

std::optional<KeyHolder> key_holder(char letter) {
  for (const auto holder :
       {KeyHolder::kernel_keyring, KeyHolder::secret_service, KeyHolder::vault}) {
    if (letter == static_cast<char>(holder)) return holder;
  }
  return std::nullopt;
}

const char* describe(KeyHolder holder) {
  switch (holder) {
    case KeyHolder::kernel_keyring:
      return "the kernel keyring";
    case KeyHolder::secret_service:
      return "the keyring";
    case KeyHolder::vault:
      return "the vault";
  }
  return "";
}

SignInKeys kernel_sign_in_keys(const std::filesystem::path& folder) {
  return {.find = [](KeyHolder holder) -> Result<std::optional<Secret>> {
            if (holder != KeyHolder::kernel_keyring) return std::nullopt;
            return find_sealing_key();
          },
          .choose = [folder]() -> Result<HeldKey> {
            auto key = find_or_make_sealing_key(folder / "locks");
            if (key) return HeldKey{KeyHolder::kernel_keyring, std::move(*key)};
            return fail(ErrorKind::secret_unavailable,
                        "this machine has no keyring for the key that seals refresh tokens",
                        {"create a vault for it: entra-auth-cli config vault init"});
          }};
}

}  // namespace entra_auth::cache
