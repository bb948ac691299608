// SPDX-License-Identifier: MIT
// The vault's key in the kernel keyring, so that the passphrase is not asked for every time. The
// key is found by the header of the file it opens, so the old key of a changed passphrase, or the
// key of another vault, is never found.
#pragma once

#include "os/environment.hpp"
#include "secrets/vault/sealed_file.hpp"
#include <entra_auth/result.hpp>

#include <chrono>
#include <optional>

namespace entra_auth::secrets {

/// How long the key is kept: ENTRA_AUTH_CLI_VAULT_TIMEOUT, else 0 (not at all) if CI is set, else 8
/// hours. Fails with `invalid_configuration` if the variable is not a duration.
[[nodiscard]] Result<std::chrono::seconds> vault_timeout(const os::Environment& environment);

[[nodiscard]] std::optional<SealedFileKey> find_vault_key(const SealedHeader& header);

/// `lifetime` must not be 0. Returns false if this machine has no usable kernel keyring.
[[nodiscard]] bool keep_vault_key(const SealedFileKey& key, std::chrono::seconds lifetime);

/// Returns false if the key could not be removed.
[[nodiscard]] bool forget_vault_key(const SealedHeader& header);

}  // namespace entra_auth::secrets
