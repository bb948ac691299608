// SPDX-License-Identifier: MIT
#include "secrets/keyring/store.hpp"

#include "base/try.hpp"
#include "secrets/keyring/error.hpp"
#include "secrets/keyring/item.hpp"
#include "secrets/keyring/sd_bus.hpp"
#include "secrets/keyring/secret_service.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

namespace entra_auth::secrets {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr std::chrono::seconds kMaxTime{3};

/// A connection and the user's default collection, for one public call.
struct Keyring {
  SecretService service;
  std::string collection;
  bool unlocked = false;

  static Result<Keyring> open(const os::Environment& environment, Deadline deadline) {
    const Deadline limit = std::min(deadline, std::chrono::steady_clock::now() + kMaxTime);
    TRY(auto service, SecretService::connect(environment, limit));
    TRY(std::string collection, service.default_collection());
    TRY(const bool unlocked, service.unlock(collection));
    return Keyring{std::move(service), std::move(collection), unlocked};
  }

  static Result<Keyring> open_unlocked(const os::Environment& environment, Deadline deadline) {
    TRY(auto keyring, open(environment, deadline));
    if (!keyring.unlocked) return fail(keyring_is_locked());
    return keyring;
  }

  [[nodiscard]] Result<std::optional<Secret>> find(const Attributes& attributes) const {
    TRY(const auto items, service.search(collection, attributes));
    for (const auto& item : items) {
      TRY(auto secret, service.secret(item));
      if (secret) return secret;
    }
    return std::nullopt;
  }
};

}  // namespace

Result<void> KeyringStore::probe() const {
  TRY(const auto keyring, Keyring::open_unlocked(environment_, deadline_));
  return {};
}

Result<std::optional<Secret>> KeyringStore::find(const SecretItem& item) const {
  TRY(const auto keyring, Keyring::open_unlocked(environment_, deadline_));
  return keyring.find(attributes_of(item));
}

Result<void> KeyringStore::put(const SecretItem& item, const Secret& secret) const {
  if (secret.size() > kMaxBytes) {
    return fail(ErrorKind::secret_unavailable, "the secret is longer than 64 KiB");
  }
  TRY(const auto keyring, Keyring::open_unlocked(environment_, deadline_));
  const Attributes attributes = attributes_of(item);
  TRY_VOID(keyring.service.create(keyring.collection, label_of(item), attributes, secret));
  TRY(const auto stored, keyring.find(attributes));
  if (!stored || !equal_in_constant_time(stored->expose(), secret.expose())) {
    return fail(
        ErrorKind::secret_unavailable,
        "the keyring did not return what was stored for \"" + label_of(item) + "\"",
        {"look for a second item with that name in Passwords and Keys (seahorse)", kVaultHint});
  }
  return {};
}

Result<bool> KeyringStore::remove(const SecretItem& item) const {
  TRY(const auto keyring, Keyring::open_unlocked(environment_, deadline_));
  TRY(const auto items, keyring.service.search(keyring.collection, attributes_of(item)));
  bool was_there = false;
  for (const auto& path : items) {
    TRY(const bool removed, keyring.service.remove(path));
    was_there = was_there || removed;
  }
  return was_there;
}

Result<std::vector<SecretItem>> KeyringStore::list() const {
  TRY(const auto keyring, Keyring::open(environment_, deadline_));
  TRY(const auto paths, keyring.service.search(keyring.collection, common_attributes()));
  std::vector<SecretItem> items;
  for (const auto& path : paths) {
    TRY(const auto attributes, keyring.service.attributes(path));
    if (!attributes) continue;
    if (auto item = item_with(*attributes)) {
      items.push_back(std::move(*item));
    } else if (!keyring.unlocked) {
      // gnome-keyring shows digests instead of attributes until it has been unlocked once.
      return fail(keyring_is_locked());
    }
  }
  return items;
}

Result<std::string> bus_library() {
  TRY(const SdBus* library, SdBus::open());
  return library->soname;
}

}  // namespace entra_auth::secrets
