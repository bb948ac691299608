// SPDX-License-Identifier: MIT
// The vault as a file: private, replaced as a whole, one writer at a time. Errors have kind
// `secret_unavailable` and name the file.
// What lies in the vault, and the text that is sealed (docs/vault-format.md).
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

/// No two have the same name.
using VaultItems = std::vector<VaultItem>;

/// Whether anything at all has that name.
[[nodiscard]] bool is_taken(const std::filesystem::path& path);

/// The bytes. Refused where it is not a private file of this user, or a link. Where there is none
/// the hint says how to make one.
[[nodiscard]] Result<Secret> read_vault_file(const std::filesystem::path& path);

/// What they say; `path` is for messages.
[[nodiscard]] Result<SealedHeader> vault_header(const std::filesystem::path& path,
                                                const Secret& bytes);
[[nodiscard]] Result<VaultItems> open_vault_file(const std::filesystem::path& path,
                                                 const Secret& bytes, const SealedFileKey& key);

/// On disk when it returns. The folder must exist.
[[nodiscard]] Result<void> write_vault_file(const std::filesystem::path& path,
                                            const VaultItems& items, const SealedFileKey& key);

/// For who changes the file; never held while a person is asked. Waits for another process.
[[nodiscard]] Result<os::FileLock> lock_vault_file(
    const std::filesystem::path& path,
    std::chrono::milliseconds patience = std::chrono::seconds(10));

/// The place of that item, or the end.
[[nodiscard]] VaultItems::iterator find_item(VaultItems& items, const SecretItem& item);

[[nodiscard]] Secret encode_items(const VaultItems& items);

/// Anything that `encode_items` would not have written is an error of kind `secret_unavailable`,
/// for the file's name to stand before it. No message quotes the text.
[[nodiscard]] Result<VaultItems> decode_items(std::string_view text);

}  // namespace entra_auth::secrets
