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

/// Where a passphrase may come from. The first source that is set is used, and no other is tried:
/// --passphrase-file, --passphrase-fd, a variable, a file in $CREDENTIALS_DIRECTORY (systemd's
/// LoadCredential=), the terminal.
struct PassphraseOptions {
  std::string file{};              // empty: not given
  std::optional<int> fd{};         // inherited from the caller
  std::string_view variable{};     // ENTRA_AUTH_CLI_VAULT_PASSPHRASE or …_EXPORT_PASSPHRASE
  std::string_view credential{};   // file name in $CREDENTIALS_DIRECTORY; empty: none
  std::string no_prompt_reason{};  // why the user cannot be asked; empty if asking is allowed
  std::string_view flag{};         // "passphrase" if the command has --passphrase-file and …-fd
};

/// One line break at the end is removed. A passphrase that is empty, longer than 1,024 bytes or
/// contains a NUL is refused; an empty variable counts as not set. `what` names the passphrase in
/// messages: "the vault's passphrase". Fails with `secret_unavailable`, and hints that list the
/// ways to give one.
[[nodiscard]] Result<Secret> read_passphrase(const PassphraseOptions& options,
                                             const os::Environment& environment,
                                             std::string_view what);

/// For a new passphrase: the user types it twice, and again if the two differ.
[[nodiscard]] Result<Secret> read_new_passphrase(const PassphraseOptions& options,
                                                 const os::Environment& environment,
                                                 std::string_view what);

}  // namespace entra_auth::secrets
