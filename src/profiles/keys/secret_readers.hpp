// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/keys/problem.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/secret_reference.hpp>

#include <optional>
#include <string>

namespace entra_auth::profiles {

/// A table with one of env, file, command, fd and store; or the secret itself as a string, which is
/// accepted only in a private file and adds a warning to the profile. Returns nullopt if it has
/// recorded a problem, which never quotes the value.
[[nodiscard]] std::optional<SecretReference> read_secret_reference(const KeyContext& context);

/// { file = ... }, { env = ... }, "github" or "azure-pipelines".
[[nodiscard]] std::optional<FederatedSource> read_federated_source(const KeyContext& context);

/// A proxy URL; one with a password in it counts as a secret in the file.
[[nodiscard]] std::optional<std::string> read_proxy(const KeyContext& context);

}  // namespace entra_auth::profiles
