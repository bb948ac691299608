// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/passphrase.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/secret_reference.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

namespace entra_auth::secrets {

/// Secrets in one file under a passphrase: docs/vault-format.md. The key that the passphrase gives
/// is kept in the kernel keyring for a while, so that not every call asks for it. Changes are made
/// under a lock and replace the file as a whole: a reader sees the old or the new vault. Errors
/// have kind `secret_unavailable`. Safe to use from any number of processes.
class VaultStore {
 public:
  VaultStore(const os::Environment& environment, PassphraseOptions passphrase)
      : environment_(environment), passphrase_(std::move(passphrase)) {}

  /// ENTRA_AUTH_CLI_DATA_DIR's `vault`.
  [[nodiscard]] Result<std::filesystem::path> path() const;
  [[nodiscard]] bool exists() const;
  /// Whether the next call needs no passphrase: its key is in the kernel keyring.
  [[nodiscard]] bool is_unlocked() const;

  [[nodiscard]] Result<std::optional<Secret>> find(const SecretItem& item) const;
  [[nodiscard]] Result<void> put(const SecretItem& item, const Secret& secret) const;
  /// Whether it was there.
  [[nodiscard]] Result<bool> remove(const SecretItem& item) const;
  [[nodiscard]] Result<std::vector<SecretItem>> list() const;

  /// Makes an empty vault; refused where there is one.
  [[nodiscard]] Result<void> init() const;
  /// Checks the passphrase and keeps the key for that long; nothing: the configured time
  /// (ENTRA_AUTH_CLI_VAULT_TIMEOUT, else 8 hours; 0 keeps nothing).
  [[nodiscard]] Result<void> unlock(std::optional<std::chrono::seconds> duration) const;
  /// Forgets the key.
  [[nodiscard]] Result<void> lock() const;
  /// `passphrase_` opens it, `fresh` is the new one.
  [[nodiscard]] Result<void> change_passphrase(const PassphraseOptions& fresh) const;

 private:
  const os::Environment& environment_;
  PassphraseOptions passphrase_;
};

}  // namespace entra_auth::secrets
