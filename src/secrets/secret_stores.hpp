// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/keyring/store.hpp"
#include "secrets/vault/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::secrets {

/// The stores by the names that profiles use for them.
enum class StoreKind : std::uint8_t { keyring, vault };
[[nodiscard]] std::optional<StoreKind> parse_store(std::string_view name);
[[nodiscard]] std::string_view name(StoreKind store);

/// Both stores behind one interface. A named store never falls through to the other one.
class SecretStores {
 public:
  SecretStores(const os::Environment& environment, Deadline deadline, PassphraseOptions passphrase)
      : keyring_(environment, deadline), vault_(environment, std::move(passphrase)) {}

  /// The store for a secret if the user names none: the keyring if it is usable, else the vault if
  /// there is one. Fails with `secret_unavailable`, and three commands to choose from, if there is
  /// neither.
  [[nodiscard]] Result<StoreKind> choose() const;

  [[nodiscard]] Result<std::optional<Secret>> find(StoreKind store, const SecretItem& item) const;
  [[nodiscard]] Result<void> put(StoreKind store, const SecretItem& item,
                                 const Secret& secret) const;
  /// Returns whether it existed.
  [[nodiscard]] Result<bool> remove(StoreKind store, const SecretItem& item) const;

  [[nodiscard]] const KeyringStore& keyring() const { return keyring_; }
  [[nodiscard]] const VaultStore& vault() const { return vault_; }

 private:
  KeyringStore keyring_;
  VaultStore vault_;
};

}  // namespace entra_auth::secrets
