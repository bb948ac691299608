// SPDX-License-Identifier: MIT
#include "base/time.hpp"
#include "base/try.hpp"
#include "cli/config/config.hpp"
#include "cli/interaction/passphrase_flags.hpp"
#include "cli/options/token_settings.hpp"
#include "secrets/vault/kept_key.hpp"
#include "secrets/vault/store.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace entra_auth::cli {
namespace {

struct VaultOptions {
  PassphraseFlags passphrase;
  PassphraseFlags fresh{.name = kNewPassphrase};
  std::string duration;
};

secrets::VaultStore vault(const VaultOptions& options, const Context& context) {
  return {context.environment, vault_passphrase_options(options.passphrase, context)};
}

Output line(const std::string& text) { return {.text = Secret(text + "\n")}; }

Result<Output> init(const VaultOptions& options, const Context& context) {
  const auto store = vault(options, context);
  TRY_VOID(store.init());
  TRY(const auto path, store.path());
  return line("made the vault " + path.string());
}

Result<std::chrono::seconds> duration_of(const VaultOptions& options, const Context& context) {
  if (options.duration.empty()) return secrets::vault_timeout(context.environment);
  return read_duration("--for", options.duration);
}

Result<Output> unlock(const VaultOptions& options, const Context& context) {
  TRY(const auto duration, duration_of(options, context));
  TRY_VOID(vault(options, context).unlock(duration));
  if (duration.count() == 0) return line("the passphrase is right; no key is kept");
  return line("unlocked for " + describe_duration(duration));
}

Result<Output> lock(const VaultOptions& options, const Context& context) {
  TRY_VOID(vault(options, context).lock());
  return line("locked");
}

Result<Output> change_passphrase(const VaultOptions& options, const Context& context) {
  TRY_VOID(vault(options, context)
               .change_passphrase(passphrase_options(
                   options.fresh, "ENTRA_AUTH_CLI_VAULT_NEW_PASSPHRASE", "", context)));
  return line("the vault has a new passphrase");
}

CommandDetails describe_init(VaultOptions& options) {
  CommandDetails command;
  add_passphrase_flags(command, options.passphrase);
  return command;
}

CommandDetails describe_unlock(VaultOptions& options) {
  CommandDetails command;
  command.options = {
      {.names = "--for",
       .target = &options.duration,
       .value = "DURATION",
       .help = "How long to stay unlocked: 90s, 5m, 1h; 0 only checks the passphrase"}};
  add_passphrase_flags(command, options.passphrase);
  return command;
}

CommandDetails describe_lock(VaultOptions&) { return {}; }

CommandDetails describe_change(VaultOptions& options) {
  CommandDetails command;
  add_passphrase_flags(command, options.passphrase);
  add_passphrase_flags(command, options.fresh);
  command.footer =
      "Without a flag the new one comes from ENTRA_AUTH_CLI_VAULT_NEW_PASSPHRASE, or is\n"
      "asked for.";
  return command;
}

CommandDetails describe_vault_commands() {
  CommandDetails command;
  command.commands = {
      make_command("init", "Make a vault for secrets, under a passphrase", describe_init, init),
      make_command("unlock", "Ask for the passphrase now, and not again for a while",
                   describe_unlock, unlock),
      make_command("lock", "Ask for the passphrase from now on", describe_lock, lock),
      make_command("passwd", "Change the passphrase", describe_change, change_passphrase),
  };
  command.footer =
      "Without a flag the passphrase comes from ENTRA_AUTH_CLI_VAULT_PASSPHRASE or from\n"
      "the systemd credential entra-auth-cli.vault, or is asked for on the terminal.";
  return command;
}

}  // namespace

Command config_vault_command() {
  return {"vault", "Keep secrets in a file under a passphrase", describe_vault_commands};
}

}  // namespace entra_auth::cli
