// SPDX-License-Identifier: MIT
// What people are told when the keyring cannot be used; all of kind `secret_unavailable`.
#pragma once

#include "secrets/keyring/session_bus.hpp"
#include <entra_auth/error.hpp>

#include <string>

namespace entra_auth::secrets {

inline constexpr const char* kVaultHint =
    "keep secrets in a file under a passphrase instead: --store vault";

[[nodiscard]] Error no_session_bus();
[[nodiscard]] Error cannot_connect(const std::string& reason);
[[nodiscard]] Error session_bus_is_silent();
[[nodiscard]] Error no_default_collection();
[[nodiscard]] Error keyring_is_locked();
/// For a call to the Secret Service.
[[nodiscard]] Error describe(const BusFailure& failure);

}  // namespace entra_auth::secrets
