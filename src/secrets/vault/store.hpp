// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/passphrase.hpp"
#include "secrets/vault/file.hpp"
#include "secrets/vault/sealed_file.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/secret_reference.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace entra_auth::secrets {

/// Secrets in one file under a passphrase: docs/vault-format.md. The key derived from the
/// passphrase is kept in the kernel keyring for a while, so that not every call prompts. Changes
/// are made under a lock and replace the file as a whole: a reader sees the old or the new vault.
/// Fails with `secret_unavailable`, or with `invalid_configuration` if an ENTRA_AUTH_CLI_ variable
/// is wrong. Safe to use from any number of processes, but not from two threads: an object
/// remembers the key.
class VaultStore {
 public:
  /// `cost` is for new vaults and passphrases; an existing file has its own.
  VaultStore(const os::Environment& environment, PassphraseOptions passphrase,
             const crypto::PassphraseCost& cost = {})
      : environment_(environment), passphrase_(std::move(passphrase)), cost_(cost) {}

  /// The file `vault` in ENTRA_AUTH_CLI_DATA_DIR.
  [[nodiscard]] Result<std::filesystem::path> path() const;
  [[nodiscard]] bool exists() const;
  /// Whether the next call needs no passphrase: its key is in the kernel keyring.
  [[nodiscard]] bool is_unlocked() const;

  /// These four fail if there is no vault.
  [[nodiscard]] Result<std::optional<Secret>> find(const SecretItem& item) const;
  /// Adds or replaces the secret. Up to 64 KiB of any bytes, also none.
  [[nodiscard]] Result<void> put(const SecretItem& item, const Secret& secret) const;
  /// Returns whether it existed.
  [[nodiscard]] Result<bool> remove(const SecretItem& item) const;
  [[nodiscard]] Result<std::vector<SecretItem>> list() const;

  /// Creates an empty vault. Fails if there is one.
  [[nodiscard]] Result<void> init() const;
  /// Checks the passphrase and keeps the key for that long; nullopt means `vault_timeout`. With 0
  /// the key is forgotten. Fails if there is no kernel keyring to keep it in.
  [[nodiscard]] Result<void> unlock(std::optional<std::chrono::seconds> duration) const;
  /// Forgets the key.
  [[nodiscard]] Result<void> lock() const;
  /// Asks for the passphrase even if the vault is unlocked; `fresh` says where the new one comes
  /// from. The old key is forgotten, and the new one is kept if the old one was.
  [[nodiscard]] Result<void> change_passphrase(const PassphraseOptions& fresh) const;

 private:
  /// The vault as it was read, with the key that opened it.
  struct Opened {
    SealedFileKey key;
    VaultItems items;
  };
  static constexpr std::string_view kVaultPassphrase = "the vault's passphrase";

  [[nodiscard]] Result<Opened> open(const std::filesystem::path& file) const;
  [[nodiscard]] Result<Opened> open_with_passphrase(const std::filesystem::path& file,
                                                    const Secret& bytes) const;
  /// `edit` returns whether there is something to write.
  [[nodiscard]] Result<void> change(const std::function<bool(VaultItems&)>& edit) const;
  [[nodiscard]] Result<void> forget(const SealedHeader& header) const;
  [[nodiscard]] static tl::unexpected<Error> changed_meanwhile(const std::filesystem::path& file);

  const os::Environment& environment_;
  PassphraseOptions passphrase_;
  crypto::PassphraseCost cost_;
  mutable std::optional<SealedFileKey> key_{};  // of the file as it was read last
};

}  // namespace entra_auth::secrets
