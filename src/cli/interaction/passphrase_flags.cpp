// SPDX-License-Identifier: MIT
#include "cli/interaction/passphrase_flags.hpp"

#include "cli/interaction/user_prompt.hpp"

namespace entra_auth::cli {

void add_passphrase_flags(CommandDetails& command, PassphraseFlags& flags) {
  const bool is_new = flags.name == kNewPassphrase;
  command.options.push_back({.names = is_new ? "--new-passphrase-file" : "--passphrase-file",
                             .target = &flags.file,
                             .value = "FILE",
                             .help = is_new ? "Read the new passphrase from this private file"
                                            : "Read the passphrase from this private file",
                             .kind = ValueKind::file});
  command.options.push_back(
      {.names = is_new ? "--new-passphrase-fd" : "--passphrase-fd",
       .target = &flags.fd,
       .value = "N",
       .help = is_new ? "Read the new passphrase from this inherited file descriptor"
                      : "Read the passphrase from this inherited file descriptor",
       .excludes = is_new ? "--new-passphrase-file" : "--passphrase-file"});
}

secrets::PassphraseOptions passphrase_options(const PassphraseFlags& flags,
                                              std::string_view variable,
                                              std::string_view credential, const Context& context,
                                              const std::string& no_prompt_reason) {
  return {.file = flags.file,
          .fd = flags.fd,
          .variable = variable,
          .credential = credential,
          .no_prompt_reason = no_prompt_reason.empty()
                                  ? find_no_prompt_reason(false, context.environment)
                                  : no_prompt_reason,
          .flag = flags.name};
}

secrets::PassphraseOptions vault_passphrase_options(const PassphraseFlags& flags,
                                                    const Context& context,
                                                    const std::string& no_prompt_reason) {
  return passphrase_options(flags, secrets::kVaultVariable, secrets::kVaultCredential, context,
                            no_prompt_reason);
}

secrets::VaultPassphrase vault_passphrase(bool no_interaction, const Context& context) {
  return [no_interaction, &environment = context.environment]() -> secrets::PassphraseOptions {
    return {.variable = secrets::kVaultVariable,
            .credential = secrets::kVaultCredential,
            .no_prompt_reason = find_no_prompt_reason(no_interaction, environment)};
  };
}

}  // namespace entra_auth::cli
