// SPDX-License-Identifier: MIT
#pragma once

#include "cache/key_holder.hpp"
#include "os/environment.hpp"
#include "secrets/secret_source.hpp"
#include <entra_auth/clock.hpp>

#include <filesystem>

namespace entra_auth::service {

/// The keys for refresh tokens: in the desktop keyring if it can be used, otherwise in the vault if
/// there is one that opens, otherwise in the kernel keyring (docs/adr/0004). `folder` is the
/// cache's and names the key; `environment` must outlive the result. Only the calls access a store.
[[nodiscard]] cache::SignInKeys sign_in_keys(const std::filesystem::path& folder,
                                             const os::Environment& environment, Deadline deadline,
                                             const secrets::VaultPassphrase& passphrase);

}  // namespace entra_auth::service
