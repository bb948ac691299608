// SPDX-License-Identifier: MIT
// The functions of VaultStore that are about the passphrase: init, unlock, lock, change.
#include "base/try.hpp"
#include "os/files.hpp"
#include "secrets/vault/file.hpp"
#include "secrets/vault/kept_key.hpp"
#include "secrets/vault/store.hpp"

#include <string>
#include <utility>

namespace entra_auth::secrets {
namespace {

namespace fs = std::filesystem;

Result<void> check_free(const fs::path& file) {
  if (!is_taken(file)) return {};
  return fail(ErrorKind::secret_unavailable, "there is a vault already: " + file.string(),
              {"change its passphrase: entra-auth-cli config vault passwd",
               "a lost passphrase cannot be recovered: remove the file to start over"});
}

}  // namespace

Result<void> VaultStore::init() const {
  TRY(const auto file, path());
  TRY_VOID(check_free(file));
  TRY(const auto lifetime, vault_timeout(environment_));
  TRY(const auto passphrase, read_new_passphrase(passphrase_, environment_, kVaultPassphrase));
  TRY(const auto key, new_sealed_key(SealedKind::vault, passphrase, cost_));
  if (auto made = os::ensure_private_folder(file.parent_path()); !made) {
    made.error().kind = ErrorKind::secret_unavailable;
    return made;
  }
  {
    TRY(const auto lock, lock_vault_file(file));
    TRY_VOID(check_free(file));
    TRY_VOID(write_vault_file(file, {}, key));
  }
  if (lifetime.count() > 0) static_cast<void>(keep_vault_key(key, lifetime));
  key_ = key;
  return {};
}

bool VaultStore::is_unlocked() const {
  const auto file = path();
  if (!file) return false;
  const auto bytes = read_vault_file(*file);
  if (!bytes) return false;
  const auto header = vault_header(*file, *bytes);
  return header && find_vault_key(*header);
}

Result<void> VaultStore::unlock(std::optional<std::chrono::seconds> duration) const {
  if (!duration) {
    TRY(duration, vault_timeout(environment_));
  }
  TRY(const auto file, path());
  TRY(const auto bytes, read_vault_file(file));
  TRY(const auto opened, open_with_passphrase(file, bytes));
  if (duration->count() == 0) return forget(opened.key.header);
  if (keep_vault_key(opened.key, *duration)) return {};
  return fail(ErrorKind::secret_unavailable,
              "the vault's key cannot be kept: this machine has no usable kernel keyring",
              {"give the passphrase to each call: set " + std::string(passphrase_.variable)});
}

Result<void> VaultStore::lock() const {
  TRY(const auto file, path());
  TRY(const auto bytes, read_vault_file(file));
  TRY(const auto header, vault_header(file, bytes));
  return forget(header);
}

Result<void> VaultStore::forget(const SealedHeader& header) const {
  key_.reset();
  if (forget_vault_key(header)) return {};
  return fail(ErrorKind::secret_unavailable,
              "the vault's key cannot be removed from the kernel keyring",
              {"list the keys: keyctl show @u; keyctl get_persistent @s"});
}

Result<void> VaultStore::change_passphrase(const PassphraseOptions& fresh) const {
  TRY(const auto lifetime, vault_timeout(environment_));
  TRY(const auto file, path());
  TRY(const auto before, read_vault_file(file));
  TRY(const auto old, open_with_passphrase(file, before));
  TRY(const auto passphrase,
      read_new_passphrase(fresh, environment_, "the vault's new passphrase"));
  TRY(const auto key, new_sealed_key(SealedKind::vault, passphrase, cost_));
  const bool was_kept = find_vault_key(old.key.header).has_value();
  {
    // Keeps secrets that others have stored while the user typed.
    TRY(const auto lock, lock_vault_file(file));
    TRY(const auto bytes, read_vault_file(file));
    TRY(const auto header, vault_header(file, bytes));
    if (header != old.key.header) return changed_meanwhile(file);
    TRY(const auto items, open_vault_file(file, bytes, old.key));
    TRY_VOID(write_vault_file(file, items, key));
  }
  if (was_kept && lifetime.count() > 0) static_cast<void>(keep_vault_key(key, lifetime));
  TRY_VOID(forget(old.key.header));
  key_ = key;
  return {};
}

}  // namespace entra_auth::secrets
