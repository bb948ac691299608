// SPDX-License-Identifier: MIT
// Flags that say where to read a passphrase from; none takes the passphrase itself.
#pragma once

#include "cli/command.hpp"
#include "secrets/secret_source.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::cli {

/// For the passphrase of an export.
inline constexpr std::string_view kExportVariable = "ENTRA_AUTH_CLI_EXPORT_PASSPHRASE";
inline constexpr std::string_view kExportPassphrase = "the export's passphrase";

inline constexpr std::string_view kPassphrase = "passphrase";
inline constexpr std::string_view kNewPassphrase = "new-passphrase";

struct PassphraseFlags {
  std::string_view name = kPassphrase;  // or kNewPassphrase; the flags: --NAME-file and --NAME-fd
  std::string file{};
  std::optional<int> fd{};
};

/// `flags` must outlive the parse.
void add_passphrase_flags(CommandDetails& command, PassphraseFlags& flags);

/// Where to look for a passphrase: the flags, then the variable, the systemd credential (if not
/// empty) and the terminal. The terminal is left out if the caller has a `no_prompt_reason` or the
/// environment gives one.
[[nodiscard]] secrets::PassphraseOptions passphrase_options(
    const PassphraseFlags& flags, std::string_view variable, std::string_view credential,
    const Context& context, const std::string& no_prompt_reason = {});

/// The same for the passphrase of the vault: ENTRA_AUTH_CLI_VAULT_PASSPHRASE,
/// `entra-auth-cli.vault`. Commands without these flags pass empty ones.
[[nodiscard]] secrets::PassphraseOptions vault_passphrase_options(
    const PassphraseFlags& flags, const Context& context, const std::string& no_prompt_reason = {});

/// The same for commands without these flags. Whether the user can be prompted is found out only
/// when the vault is unlocked; `context.environment` must outlive that.
[[nodiscard]] secrets::VaultPassphrase vault_passphrase(bool no_interaction,
                                                        const Context& context);

}  // namespace entra_auth::cli
