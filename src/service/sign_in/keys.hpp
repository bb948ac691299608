// SPDX-License-Identifier: MIT
#pragma once

#include "cache/key_holder.hpp"
#include "os/environment.hpp"
#include "secrets/secret_source.hpp"
#include <entra_auth/clock.hpp>

#include <filesystem>

namespace entra_auth::service {

/// The keys for refresh tokens: in the keyring of the desktop where it is usable, else in the vault
/// where there is one that opens, else in the kernel keyring (docs/adr/0004). `folder` is the
/// cache's and names the key; `environment` must outlive the result. Stores are asked by the calls,
/// not before.
[[nodiscard]] cache::SignInKeys sign_in_keys(const std::filesystem::path& folder,
                                             const os::Environment& environment, Deadline deadline,
                                             const secrets::VaultPassphrase& passphrase);

}  // namespace entra_auth::service
