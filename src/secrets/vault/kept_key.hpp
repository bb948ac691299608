// SPDX-License-Identifier: MIT
// The vault's key in the kernel keyring, so that a passphrase is asked for once in a while only. It
// is found by the header of the file it opens: after a new passphrase, or beside another vault, an
// old key is simply not there.
#pragma once

#include "os/environment.hpp"
#include "secrets/vault/sealed_file.hpp"
#include <entra_auth/result.hpp>

#include <chrono>
#include <optional>

namespace entra_auth::secrets {

/// For how long: ENTRA_AUTH_CLI_VAULT_TIMEOUT, else 0 (not at all) where CI is set, else 8 hours.
/// Kind `invalid_configuration` for what is no duration.
[[nodiscard]] Result<std::chrono::seconds> vault_timeout(const os::Environment& environment);

[[nodiscard]] std::optional<SealedFileKey> find_vault_key(const SealedHeader& header);

/// `lifetime` must not be 0. False where this machine offers no place.
[[nodiscard]] bool keep_vault_key(const SealedFileKey& key, std::chrono::seconds lifetime);

/// False where a key is left.
[[nodiscard]] bool forget_vault_key(const SealedHeader& header);

}  // namespace entra_auth::secrets
