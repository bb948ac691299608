// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "cli/doctor/sections.hpp"
#include "secrets/passphrase.hpp"
#include "secrets/secret_source.hpp"
#include "secrets/secret_stores.hpp"

#include <string>

namespace entra_auth::cli {
namespace {

using cache::SealingKeyState;

Finding keyring(const StoreStates& stores) {
  if (stores.keyring) return ok("keyring", "usable: the Secret Service responds and is unlocked");
  const Error& error = stores.keyring.error();
  return info("keyring", "not usable: " + error.message, join(error.hints, "; "));
}

Finding vault(const StoreStates& stores, const os::Environment& environment) {
  if (!stores.vault_exists) {
    return info("vault", "does not exist", "create one: entra-auth-cli config vault init");
  }
  const std::string path = stores.vault.native();
  if (stores.vault_is_unlocked) {
    return ok("vault", path + ": unlocked");
  }
  if (environment.get_nonempty(secrets::kVaultVariable)) {
    return info("vault", path + ": locked; " + std::string(secrets::kVaultVariable) +
                             " is set, but was not tried");
  }
  return info("vault", path + ": locked", "unlock it: entra-auth-cli config vault unlock");
}

Finding kernel_keyring(const StoreStates& stores) {
  switch (stores.sealing_key) {
    case SealingKeyState::present:
      return ok("kernel_keyring", "usable; holds the key that seals cached tokens");
    case SealingKeyState::absent:
      return ok("kernel_keyring",
                "usable; the key that seals cached tokens is created with the first token");
    case SealingKeyState::no_keyring:
      break;
  }
  return info("kernel_keyring", "not usable: the kernel or the container does not offer one");
}

Finding cached_tokens(const StoreStates& stores) {
  if (stores.sealing_key != SealingKeyState::no_keyring) {
    return ok("cached_tokens", "sealed with a key that is in the kernel keyring, not on disk");
  }
  return info("cached_tokens",
              "plain files with mode 0600, because there is no kernel keyring to hold a key");
}

/// In the order in which service::sign_in_keys chooses.
Finding sign_ins(const StoreStates& stores) {
  constexpr const char* kName = "sign_ins";
  if (stores.keyring) return ok(kName, "refresh tokens are sealed with a key in the keyring");
  if (stores.vault_exists) {
    return ok(kName, "refresh tokens are sealed with a key in the vault, if it is unlocked");
  }
  if (stores.sealing_key != SealingKeyState::no_keyring) {
    return ok(kName,
              "refresh tokens are sealed with a key in the kernel keyring, until the next restart");
  }
  return info(kName, "refresh tokens are not kept: there is no store for a key to seal them with",
              "create a vault: entra-auth-cli config vault init");
}

}  // namespace

StoreStates look_at_stores(const os::Environment& environment, Deadline deadline) {
  const secrets::SecretStores stores(environment, deadline, secrets::vault_passphrase_options({}));
  const auto path = stores.vault().path();
  return {.keyring = stores.keyring().probe(),
          .vault_exists = stores.vault().exists(),
          .vault_is_unlocked = stores.vault().is_unlocked(),
          .vault = path.value_or(std::filesystem::path()),
          .sealing_key = cache::sealing_key_state()};
}

DoctorSection examine_stores(const StoreStates& stores, const os::Environment& environment) {
  DoctorSection section{"stores", "Stores", {}};
  section.add(keyring(stores));
  section.add(vault(stores, environment));
  section.add(kernel_keyring(stores));
  section.add(cached_tokens(stores));
  section.add(sign_ins(stores));
  return section;
}

}  // namespace entra_auth::cli
