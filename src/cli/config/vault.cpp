// SPDX-License-Identifier: MIT
#include "cli/config/vault.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "cli/interaction/passphrase_flags.hpp"
#include "cli/parser/add_command.hpp"
#include "secrets/vault/kept_key.hpp"
#include "secrets/vault/store.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace entra_auth::cli {
namespace {

struct VaultOptions {
  PassphraseFlags passphrase;
  PassphraseFlags fresh{.name = "new-passphrase"};
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
  if (const auto duration = parse_duration(options.duration)) return *duration;
  return fail(ErrorKind::usage, "--for: not a duration: " + for_terminal(options.duration, 60),
              {"write 90, 90s, 5m or 1h (at most 30 days)"});
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

using Function = Result<Output> (*)(const VaultOptions&, const Context&);

/// A command; `add_flags` may be null.
void add(CLI::App& vault, Invocation& invocation, const char* name, const char* description,
         Function function, void (*add_flags)(CLI::App&, VaultOptions&)) {
  add_command(vault, name, description, [&invocation, function, add_flags](CLI::App& command) {
    auto options = std::make_shared<VaultOptions>();
    if (add_flags != nullptr) add_flags(command, *options);
    command.callback([options, function, &invocation] {
      invocation.command = [options, function](const Context& context) {
        return function(*options, context);
      };
    });
  });
}

void bind(CLI::App& vault, Invocation& invocation) {
  vault.require_subcommand(1);
  vault.footer(
      "Without a flag the passphrase is ENTRA_AUTH_CLI_VAULT_PASSPHRASE, the systemd credential\n"
      "entra-auth-cli.vault, or asked for on the terminal.");
  add(vault, invocation, "init", "Make a vault for secrets, under a passphrase", init,
      [](CLI::App& command, VaultOptions& options) {
        add_passphrase_flags(command, options.passphrase);
      });
  add(vault, invocation, "unlock", "Ask for the passphrase now, and not again for a while", unlock,
      [](CLI::App& command, VaultOptions& options) {
        command
            .add_option("--for", options.duration,
                        "For how long: 90s, 5m, 1h; 0 only checks the passphrase")
            ->type_name("DURATION");
        add_passphrase_flags(command, options.passphrase);
      });
  add(vault, invocation, "lock", "Ask for the passphrase from now on", lock, nullptr);
  add(vault, invocation, "passwd", "Change the passphrase", change_passphrase,
      [](CLI::App& command, VaultOptions& options) {
        add_passphrase_flags(command, options.passphrase);
        add_passphrase_flags(command, options.fresh);
        command.footer(
            "Without a flag the new one is ENTRA_AUTH_CLI_VAULT_NEW_PASSPHRASE, or asked for.");
      });
}

}  // namespace

void add_vault(CLI::App& config, Invocation& invocation) {
  add_command(config, "vault", "Keep secrets in a file under a passphrase",
              [&invocation](CLI::App& command) { bind(command, invocation); });
}

}  // namespace entra_auth::cli
