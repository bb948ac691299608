// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/interaction/passphrase_flags.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

/// A secret that was typed or piped in, and is kept nowhere yet.
struct NewSecret {
  std::string key;  // profile key: "client_secret" or "certificate_password"
  Secret value;
};

/// A secret on standard input, and where it is to be kept.
struct SecretInput {
  bool client_secret = false;         // --client-secret-stdin
  bool certificate_password = false;  // --certificate-password-stdin
  std::string store;
  PassphraseFlags passphrase{};
};

/// `input` must outlive the parse.
void add_secret_input(CommandDetails& command, SecretInput& input);

/// What standard input holds, without one line break at its end; nothing without one of the two
/// flags. Kind `usage` where the flag does not go with the settings, and where
/// there is no such input.
[[nodiscard]] Result<std::optional<NewSecret>> read_secret_input(
    const SecretInput& input, const profiles::TomlTable& settings);

}  // namespace entra_auth::cli
