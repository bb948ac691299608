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

/// Secrets in one file under a passphrase: docs/vault-format.md. The key that the passphrase gives
/// is kept in the kernel keyring for a while, so that not every call asks for it. Changes are made
/// under a lock and replace the file as a whole: a reader sees the old or the new vault. Errors
/// have kind `secret_unavailable`, or `invalid_configuration` where a variable of ours is wrong.
/// Safe to use from any number of processes, not from two threads: an object remembers the key once
/// it has it.
class VaultStore {
 public:
  /// `cost` is for vaults and passphrases that are new; a file says its own.
  VaultStore(const os::Environment& environment, PassphraseOptions passphrase,
             const crypto::PassphraseCost& cost = {})
      : environment_(environment), passphrase_(std::move(passphrase)), cost_(cost) {}

  /// ENTRA_AUTH_CLI_DATA_DIR's `vault`.
  [[nodiscard]] Result<std::filesystem::path> path() const;
  [[nodiscard]] bool exists() const;
  /// Whether the next call needs no passphrase: its key is in the kernel keyring.
  [[nodiscard]] bool is_unlocked() const;

  /// All four are errors where there is no vault.
  [[nodiscard]] Result<std::optional<Secret>> find(const SecretItem& item) const;
  /// Adds or replaces. At most 64 KiB, any bytes, none at all too.
  [[nodiscard]] Result<void> put(const SecretItem& item, const Secret& secret) const;
  /// Whether it was there.
  [[nodiscard]] Result<bool> remove(const SecretItem& item) const;
  [[nodiscard]] Result<std::vector<SecretItem>> list() const;

  /// Makes an empty vault; refused where there is one.
  [[nodiscard]] Result<void> init() const;
  /// Checks the passphrase and keeps the key for that long; nothing: the configured time
  /// (ENTRA_AUTH_CLI_VAULT_TIMEOUT, else 8 hours, or 0 where CI is set). With 0 no key is left. An
  /// error where there is no keyring to keep one in.
  [[nodiscard]] Result<void> unlock(std::optional<std::chrono::seconds> duration) const;
  /// Forgets the key.
  [[nodiscard]] Result<void> lock() const;
  /// The passphrase is asked for although the vault may be unlocked; `fresh` is the new one. The
  /// old key is forgotten, and the new one is kept where the old one was.
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
  /// `edit` says whether there is something to write.
  [[nodiscard]] Result<void> change(const std::function<bool(VaultItems&)>& edit) const;
  [[nodiscard]] Result<void> forget(const SealedHeader& header) const;
  [[nodiscard]] static tl::unexpected<Error> changed_meanwhile(const std::filesystem::path& file);

  const os::Environment& environment_;
  PassphraseOptions passphrase_;
  crypto::PassphraseCost cost_;
  mutable std::optional<SealedFileKey> key_{};  // of the file as it was read last
};

}  // namespace entra_auth::secrets
