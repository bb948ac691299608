// SPDX-License-Identifier: MIT
// The vault as a file: private, replaced as a whole, one writer at a time. Errors have kind
// `secret_unavailable` and name the file.
#pragma once

#include "os/file_lock.hpp"
#include "secrets/vault/sealed_file.hpp"
#include "secrets/vault_items.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <chrono>
#include <filesystem>

namespace entra_auth::secrets {

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

}  // namespace entra_auth::secrets
