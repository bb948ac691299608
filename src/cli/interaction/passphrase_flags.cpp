// SPDX-License-Identifier: MIT
#include "cli/interaction/passphrase_flags.hpp"

#include "cli/interaction/user_prompt.hpp"

#include <CLI/CLI.hpp>

#include <limits>

namespace entra_auth::cli {

void add_passphrase_flags(CLI::App& command, PassphraseFlags& flags) {
  const std::string flag = "--" + std::string(flags.name);
  const std::string words =
      flags.name == "passphrase" ? "The passphrase is" : "The new passphrase is";
  auto* file = command.add_option(flag + "-file", flags.file, words + " in this private file")
                   ->type_name("FILE");
  command.add_option(flag + "-fd", flags.fd, words + " what this inherited descriptor gives")
      ->type_name("N")
      ->check(CLI::Range(0, std::numeric_limits<int>::max()))
      ->excludes(file);
}

secrets::PassphraseOptions passphrase_options(const PassphraseFlags& flags,
                                              std::string_view variable,
                                              std::string_view credential, const Context& context) {
  return {.file = flags.file,
          .fd = flags.fd,
          .variable = variable,
          .credential = credential,
          .no_prompt_reason = find_no_prompt_reason(false, context.environment),
          .flag = flags.name};
}

secrets::PassphraseOptions vault_passphrase_options(const PassphraseFlags& flags,
                                                    const Context& context) {
  return passphrase_options(flags, secrets::kVaultVariable, secrets::kVaultCredential, context);
}

secrets::VaultPassphrase vault_passphrase(bool no_interaction, const Context& context) {
  return [no_interaction, &environment = context.environment]() -> secrets::PassphraseOptions {
    return {.variable = secrets::kVaultVariable,
            .credential = secrets::kVaultCredential,
            .no_prompt_reason = find_no_prompt_reason(no_interaction, environment)};
  };
}

}  // namespace entra_auth::cli
