// SPDX-License-Identifier: MIT
// The vault as a file (docs/vault-format.md): private, replaced as a whole, one writer at a time;
// and its items as the text that is sealed. All functions fail with `secret_unavailable`; those
// that take a path name the file.
#pragma once

#include "os/file_lock.hpp"
#include "secrets/vault/sealed_file.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/secret_reference.hpp>

#include <chrono>
#include <filesystem>
#include <string_view>
#include <vector>

namespace entra_auth::secrets {

struct VaultItem {
  SecretItem item;
  Secret secret;
};

/// Each item has its own name.
using VaultItems = std::vector<VaultItem>;

/// Whether a file, folder or link of that name exists.
[[nodiscard]] bool is_taken(const std::filesystem::path& path);

/// The bytes of the vault. Refuses a link, and a file that is not private to this user. If there is
/// no vault, the hint says how to create one.
[[nodiscard]] Result<Secret> read_vault_file(const std::filesystem::path& path);

/// The header and the items in those bytes; `path` is for messages.
[[nodiscard]] Result<SealedHeader> vault_header(const std::filesystem::path& path,
                                                const Secret& bytes);
[[nodiscard]] Result<VaultItems> open_vault_file(const std::filesystem::path& path,
                                                 const Secret& bytes, const SealedFileKey& key);

/// The file is on disk when this returns. The folder must exist.
[[nodiscard]] Result<void> write_vault_file(const std::filesystem::path& path,
                                            const VaultItems& items, const SealedFileKey& key);

/// The lock to hold while the file is changed, but not while the user is asked. Waits up to
/// `patience` for another process.
[[nodiscard]] Result<os::FileLock> lock_vault_file(
    const std::filesystem::path& path,
    std::chrono::milliseconds patience = std::chrono::seconds(10));

/// The position of that item, or the end.
[[nodiscard]] VaultItems::iterator find_item(VaultItems& items, const SecretItem& item);

[[nodiscard]] Secret encode_items(const VaultItems& items);

/// Refuses text that `encode_items` would not have written. The message continues a sentence that
/// begins with the file's name, and never quotes the text.
[[nodiscard]] Result<VaultItems> decode_items(std::string_view text);

}  // namespace entra_auth::secrets
