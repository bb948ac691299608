// SPDX-License-Identifier: MIT
// Reading and changing the items of the vault; passphrase_change.cpp has the rest of the class.
#include "secrets/vault/store.hpp"

#include "base/try.hpp"
#include "os/environment.hpp"
#include "os/folders.hpp"
#include "secrets/vault/file.hpp"
#include "secrets/vault/kept_key.hpp"

#include <string>
#include <utility>

namespace entra_auth::secrets {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSecretBytes = 64 * 1024;

}  // namespace

Result<fs::path> VaultStore::path() const {
  TRY(const auto folder, os::data_folder(environment_));
  return folder / "vault";
}

bool VaultStore::exists() const {
  const auto file = path();
  return file && is_taken(*file);
}

Result<VaultStore::Opened> VaultStore::open_with_passphrase(const fs::path& file,
                                                            const Secret& bytes) const {
  TRY(const auto header, vault_header(file, bytes));
  TRY(const auto passphrase, read_passphrase(passphrase_, environment_, kVaultPassphrase));
  TRY(auto key, derive_sealed_key(header, passphrase));
  TRY(auto items, open_vault_file(file, bytes, key));
  return Opened{std::move(key), std::move(items)};
}

Result<VaultStore::Opened> VaultStore::open(const fs::path& file) const {
  TRY(const auto bytes, read_vault_file(file));
  TRY(const auto header, vault_header(file, bytes));
  if (!key_ || key_->header != header) key_ = find_vault_key(header);
  if (key_) {
    if (auto items = open_vault_file(file, bytes, *key_)) return Opened{*key_, std::move(*items)};
    // The key does not fit the header, or the file is damaged: the passphrase will show which.
    static_cast<void>(forget_vault_key(header));
    key_.reset();
  }
  TRY(const auto lifetime, vault_timeout(environment_));
  auto opened = open_with_passphrase(file, bytes);
  if (!opened) {
    Error error = std::move(opened).error();
    error.hints.emplace_back("unlock it for a while: entra-auth-cli config vault unlock");
    return fail(std::move(error));
  }
  // If no key can be kept, the passphrase is asked for again the next time.
  if (lifetime.count() > 0) static_cast<void>(keep_vault_key(opened->key, lifetime));
  key_ = opened->key;
  return opened;
}

Result<void> VaultStore::change(const std::function<bool(VaultItems&)>& edit) const {
  TRY(const auto file, path());
  constexpr int kAttempts =
      3;  // each but the first follows a change of the passphrase by another process
  for (int i = 0; i < kAttempts; ++i) {
    TRY(const auto before, open(file));  // may ask the user, so without the lock
    TRY(const auto lock, lock_vault_file(file));
    TRY(const auto bytes, read_vault_file(file));
    TRY(const auto header, vault_header(file, bytes));
    if (header != before.key.header) continue;
    TRY(auto items, open_vault_file(file, bytes, before.key));
    if (!edit(items)) return {};
    return write_vault_file(file, items, before.key);
  }
  return changed_meanwhile(file);
}

tl::unexpected<Error> VaultStore::changed_meanwhile(const fs::path& file) {
  return fail(Error{.kind = ErrorKind::secret_unavailable,
                    .message = file.string() + " got another passphrase in the meantime",
                    .hints = {"try again"},
                    .retryable = true});
}

Result<std::optional<Secret>> VaultStore::find(const SecretItem& item) const {
  TRY(const auto file, path());
  TRY(auto opened, open(file));
  const auto found = find_item(opened.items, item);
  if (found == opened.items.end()) return std::nullopt;
  return std::move(found->secret);
}

Result<void> VaultStore::put(const SecretItem& item, const Secret& secret) const {
  if (secret.size() > kMaxSecretBytes) {
    return fail(ErrorKind::secret_unavailable,
                item.key + " of profile " + item.profile + " is longer than 64 KiB",
                {"keep it in a file: { file = \"PATH\" }"});
  }
  return change([&](VaultItems& items) {
    if (const auto found = find_item(items, item); found != items.end()) {
      found->secret = secret;
    } else {
      items.push_back({item, secret});
    }
    return true;
  });
}

Result<bool> VaultStore::remove(const SecretItem& item) const {
  bool was_there = false;
  TRY_VOID(change([&](VaultItems& items) {
    const auto found = find_item(items, item);
    was_there = found != items.end();
    if (was_there) items.erase(found);
    return was_there;
  }));
  return was_there;
}

Result<std::vector<SecretItem>> VaultStore::list() const {
  TRY(const auto file, path());
  TRY(auto opened, open(file));
  std::vector<SecretItem> names;
  for (auto& each : opened.items) names.push_back(std::move(each.item));
  return names;
}

}  // namespace entra_auth::secrets
