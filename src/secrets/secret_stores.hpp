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

/// Both stores behind one call. A store that was named never falls through to the other one.
class SecretStores {
 public:
  SecretStores(const os::Environment& environment, Deadline deadline, PassphraseOptions passphrase)
      : keyring_(environment, deadline), vault_(environment, std::move(passphrase)) {}

  /// Where a secret goes that nobody has named a store for: the keyring where it is usable, else
  /// the vault where there is one, else kind `secret_unavailable` with three commands to choose
  /// from.
  [[nodiscard]] Result<StoreKind> choose() const;

  [[nodiscard]] Result<std::optional<Secret>> find(StoreKind store, const SecretItem& item) const;
  [[nodiscard]] Result<void> put(StoreKind store, const SecretItem& item,
                                 const Secret& secret) const;
  /// Whether it was there.
  [[nodiscard]] Result<bool> remove(StoreKind store, const SecretItem& item) const;

  [[nodiscard]] const KeyringStore& keyring() const { return keyring_; }
  [[nodiscard]] const VaultStore& vault() const { return vault_; }

 private:
  KeyringStore keyring_;
  VaultStore vault_;
};

}  // namespace entra_auth::secrets
