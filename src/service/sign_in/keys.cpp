// SPDX-License-Identifier: MIT
#include "service/sign_in/keys.hpp"

#include "base/log.hpp"
#include "base/try.hpp"
#include "crypto/sealing.hpp"
#include "os/file_lock.hpp"
#include "secrets/secret_stores.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <thread>

namespace entra_auth::service {
namespace {

using cache::HeldKey;
using cache::KeyHolder;
using secrets::StoreKind;

class StoredKeys {
 public:
  StoredKeys(std::filesystem::path folder, const os::Environment& environment, Deadline deadline,
             const secrets::VaultPassphrase& passphrase)
      : folder_(std::move(folder)),
        stores_(environment, deadline, secrets::vault_passphrase_options(passphrase)),
        kernel_(cache::kernel_sign_in_keys(folder_)) {}

  [[nodiscard]] Result<std::optional<Secret>> find(KeyHolder holder) const {
    if (holder == KeyHolder::kernel_keyring) return kernel_.find(holder);
    TRY(auto key, stores_.find(store_of(holder), item()));
    if (key && key->size() != crypto::kSealingKeyBytes) key.reset();
    return key;
  }

  [[nodiscard]] Result<HeldKey> choose() const {
    if (const auto usable = stores_.keyring().probe(); !usable) {
      log::reason("sign-in: not in the keyring: " + usable.error().message);
    } else if (auto held = find_or_make(KeyHolder::secret_service)) {
      return held;
    }
    if (stores_.vault().exists()) {
      if (auto held = find_or_make(KeyHolder::vault)) return held;
    }
    return kernel_.choose();
  }

 private:
  static StoreKind store_of(KeyHolder holder) {
    return holder == KeyHolder::vault ? StoreKind::vault : StoreKind::keyring;
  }

  /// Named after the folder: two folders never share a key.
  [[nodiscard]] SecretItem item() const {
    return {.owner = folder_.native(), .profile = {}, .key = "sign_in_key"};
  }

  [[nodiscard]] Result<HeldKey> find_or_make(KeyHolder holder) const {
    auto held = make_once(holder);
    if (!held) log::reason("sign-in: " + held.error().message);
    return held;
  }

  /// Two processes must not make two keys: one of them could not open what the other sealed.
  [[nodiscard]] Result<HeldKey> make_once(KeyHolder holder) const {
    TRY(auto found, find(holder));  // may prompt the user, so without the lock
    if (found) return HeldKey{holder, std::move(*found)};
    const auto lock = wait_for_lock();
    TRY(found, find(holder));
    if (found) return HeldKey{holder, std::move(*found)};
    Secret fresh = crypto::new_sealing_key();
    TRY_VOID(stores_.put(store_of(holder), item(), fresh));
    return HeldKey{holder, std::move(fresh)};
  }

  [[nodiscard]] std::optional<os::FileLock> wait_for_lock() const {
    // The holder needs milliseconds; five seconds mean that it hangs.
    for (int attempt = 0; attempt < 250; ++attempt) {
      auto lock = os::FileLock::try_acquire(folder_ / "locks" / "sign-in-key.lock");
      if (!lock) return std::nullopt;  // no locks here
      if (*lock) return std::move(*lock);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return std::nullopt;
  }

  std::filesystem::path folder_;
  secrets::SecretStores stores_;
  cache::SignInKeys kernel_;
};

}  // namespace

cache::SignInKeys sign_in_keys(const std::filesystem::path& folder,
                               const os::Environment& environment, Deadline deadline,
                               const secrets::VaultPassphrase& passphrase) {
  // Shared, so that a vault that was opened once stays open.
  const auto keys = std::make_shared<StoredKeys>(folder, environment, deadline, passphrase);
  return {.find = [keys](KeyHolder holder) { return keys->find(holder); },
          .choose = [keys] { return keys->choose(); }};
}

}  // namespace entra_auth::service
