// SPDX-License-Identifier: MIT
#include "secrets/secret_stores.hpp"

#include <utility>

namespace entra_auth::secrets {

std::optional<StoreKind> parse_store(std::string_view name) {
  if (name == "keyring") return StoreKind::keyring;
  if (name == "vault") return StoreKind::vault;
  return std::nullopt;
}

std::string_view name(StoreKind store) { return store == StoreKind::keyring ? "keyring" : "vault"; }

Result<StoreKind> SecretStores::choose() const {
  auto keyring = keyring_.probe();
  if (keyring) return StoreKind::keyring;
  if (vault_.exists()) return StoreKind::vault;
  return fail(ErrorKind::secret_unavailable,
              "no store can keep the secret: " + std::move(keyring).error().message +
                  ", and there is no vault",
              {"create a vault with a passphrase: entra-auth-cli config vault init",
               "or have the profile read the secret from a variable: entra-auth-cli config "
               "edit NAME --client-secret-env VARIABLE",
               "or keep it in a plain file: entra-auth-cli config edit NAME "
               "--client-secret-stdin --store file"});
}

Result<std::optional<Secret>> SecretStores::find(StoreKind store, const SecretItem& item) const {
  return store == StoreKind::keyring ? keyring_.find(item) : vault_.find(item);
}

Result<void> SecretStores::put(StoreKind store, const SecretItem& item,
                               const Secret& secret) const {
  return store == StoreKind::keyring ? keyring_.put(item, secret) : vault_.put(item, secret);
}

Result<bool> SecretStores::remove(StoreKind store, const SecretItem& item) const {
  return store == StoreKind::keyring ? keyring_.remove(item) : vault_.remove(item);
}

}  // namespace entra_auth::secrets
