// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/passphrase_flags.hpp"
#include "profiles/toml_document.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace entra_auth::cli {

/// A client secret on standard input, and where it is to be kept.
struct SecretInput {
  bool from_stdin = false;
  std::string store;
  PassphraseFlags passphrase{};
};

void add_secret_input(CLI::App& command, SecretInput& input);

/// What standard input holds, without one line break at its end; nothing without
/// --client-secret-stdin. Kind `usage` where the flag does not go with the settings, and where
/// there is no such input.
[[nodiscard]] Result<std::optional<Secret>> read_secret_input(const SecretInput& input,
                                                              const profiles::TomlTable& settings);

}  // namespace entra_auth::cli
