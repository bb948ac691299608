// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"
#include "cli/interaction/user_prompt.hpp"

#include <utility>

namespace entra_auth::cli {
namespace {

struct DeleteOptions {
  std::string name;
  PassphraseFlags passphrase{};
  bool yes = false;
  bool no_interaction = false;
};

Result<bool> is_wanted(const DeleteOptions& options, const UserPrompt& user) {
  if (options.yes) return true;
  if (user.prompt) {
    return ask_yes_no(
        *user.prompt,
        "Delete profile " + options.name + ", its tokens and the secrets kept for it?", false);
  }
  return fail(
      ErrorKind::usage,
      "whether to delete profile " + options.name + " cannot be asked: " + user.no_prompt_reason,
      {"add --yes"});
}

Result<Output> remove(const DeleteOptions& options, const Context& context) {
  if (options.name.empty()) {
    return fail(ErrorKind::usage, "the name of the profile is missing",
                {"run: entra-auth-cli config delete NAME"});
  }
  TRY(const auto before, read_written_profile(options.name, context));
  const UserPrompt user = find_user_prompt(options.no_interaction, context);
  TRY(const bool wanted, is_wanted(options, user));
  if (!wanted) return Output{.text = Secret("kept profile " + options.name + "\n")};

  std::vector<KeptSecret> kept;
  auto passphrase = vault_passphrase_options(options.passphrase, context, user.no_prompt_reason);
  const ProfileSecrets secrets(context, before.file, std::move(passphrase));
  const profiles::ProfileEdit edit{.change = [&](profiles::ProfileText& text) -> Result<void> {
                                     if (const auto* members = text.profile(options.name)) {
                                       kept = secrets.kept_for(options.name, *members);
                                     }
                                     TRY_VOID(text.remove_profile(options.name));
                                     return text.default_profile() == options.name
                                                ? text.remove_default_profile()
                                                : Result<void>();
                                   },
                                   .checked = {}};
  TRY_VOID(write_edit(before.file, edit, context));

  Output output{
      .text = Secret("deleted profile " + options.name + " from " + before.file.native() + "\n")};
  remove_secrets(kept, secrets, output);
  forget_tokens(options.name, true, context, output);
  return output;
}

CommandDetails describe(DeleteOptions& options) {
  CommandDetails command;
  add_profile_name(command, options.name, "The profile");
  command.add(
      "Options",
      {{.names = "--yes", .target = &options.yes, .help = "Do not ask"},
       {.names = "--no-interaction", .target = &options.no_interaction, .help = "Never prompt"}});
  add_passphrase_flags(command, options.passphrase);
  command.footer =
      "Its cached tokens, its sign-in and the secrets that entra-auth-cli keeps for it\n"
      "are deleted too. Nothing is revoked at the server, and your own files and\n"
      "variables are not touched.";
  return command;
}

}  // namespace

Command config_delete_command() {
  return make_command("delete", "Delete a profile, its tokens and the secrets kept for it",
                      describe, remove);
}

}  // namespace entra_auth::cli
