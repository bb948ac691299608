// SPDX-License-Identifier: MIT
// Flags that say where a passphrase comes from; none takes the passphrase itself.
#pragma once

#include "cli/command.hpp"
#include "secrets/secret_source.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace entra_auth::cli {

/// That of an exported profile.
inline constexpr std::string_view kExportVariable = "ENTRA_AUTH_CLI_EXPORT_PASSPHRASE";
inline constexpr std::string_view kExportPassphrase = "the export's passphrase";

struct PassphraseFlags {
  std::string_view name = "passphrase";  // of the flags: --NAME-file and --NAME-fd
  std::string file{};
  std::optional<int> fd{};
};

/// `flags` must outlive the parse, and its name the program.
void add_passphrase_flags(CLI::App& command, PassphraseFlags& flags);

/// The flags first, then that variable, that systemd credential (empty: none), the terminal.
[[nodiscard]] secrets::PassphraseOptions passphrase_options(const PassphraseFlags& flags,
                                                            std::string_view variable,
                                                            std::string_view credential,
                                                            const Context& context);

/// Those of the vault: ENTRA_AUTH_CLI_VAULT_PASSPHRASE, `entra-auth-cli.vault`. Without flags for
/// commands that have none.
[[nodiscard]] secrets::PassphraseOptions vault_passphrase_options(const PassphraseFlags& flags,
                                                                  const Context& context);

/// The same for commands without such flags. Whether somebody is there is found out only when the
/// vault is to be opened; `context.environment` must outlive that.
[[nodiscard]] secrets::VaultPassphrase vault_passphrase(bool no_interaction,
                                                        const Context& context);

}  // namespace entra_auth::cli
