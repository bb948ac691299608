// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::secrets {

/// Where the vault's passphrase may come from without a flag.
inline constexpr std::string_view kVaultVariable = "ENTRA_AUTH_CLI_VAULT_PASSPHRASE";
inline constexpr std::string_view kVaultCredential = "entra-auth-cli.vault";

/// Where a passphrase may come from. The first that is there is taken, and what it gives is final:
/// --passphrase-file, --passphrase-fd, a variable, a file in $CREDENTIALS_DIRECTORY (systemd's
/// LoadCredential=), the terminal.
struct PassphraseOptions {
  std::string file{};              // empty: not said
  std::optional<int> fd{};         // inherited from the caller
  std::string_view variable{};     // ENTRA_AUTH_CLI_VAULT_PASSPHRASE or …_EXPORT_PASSPHRASE
  std::string_view credential{};   // file name in $CREDENTIALS_DIRECTORY; empty: none
  std::string no_prompt_reason{};  // why no person can be asked; empty where one may be
  std::string_view flag{};  // "passphrase" where the command has --passphrase-file and …-fd
};

/// One line break at the end is not part of it. Empty ones, those of more than 1,024 bytes and
/// those with a NUL are refused; an empty variable counts as not set. `what` names it for people:
/// "the vault's passphrase". Kind `secret_unavailable`, with the ways to give one as hints.
[[nodiscard]] Result<Secret> read_passphrase(const PassphraseOptions& options,
                                             const os::Environment& environment,
                                             std::string_view what);

/// For a passphrase that is set now: a person types it twice, and again where the two differ.
[[nodiscard]] Result<Secret> read_new_passphrase(const PassphraseOptions& options,
                                                 const os::Environment& environment,
                                                 std::string_view what);

}  // namespace entra_auth::secrets
