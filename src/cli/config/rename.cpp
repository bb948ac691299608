// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"

#include <utility>

namespace entra_auth::cli {
namespace {

struct RenameOptions {
  std::string old_name;
  std::string new_name;
  PassphraseFlags passphrase{};
};

/// Copies under the new name; what has been copied is in `copies` even where one fails.
Result<void> copy_secrets(const std::vector<KeptSecret>& kept, const std::string& new_name,
                          const ProfileSecrets& secrets, std::vector<KeptSecret>& copies) {
  for (const auto& each : kept) {
    TRY(const auto secret, secrets.find(each));
    if (!secret) continue;  // the profile lacked it before
    KeptSecret copy = each;
    copy.profile = new_name;
    TRY_VOID(secrets.put(copy, *secret));
    copies.push_back(std::move(copy));
  }
  return {};
}

/// Cached files carry the profile's name in theirs.
Result<void> point_to_new_files(profiles::ProfileText& text, const std::vector<KeptSecret>& kept,
                                const std::string& new_name, const ProfileSecrets& secrets) {
  for (KeptSecret each : kept) {
    if (each.place != SecretPlace::file) continue;
    each.profile = new_name;
    TRY(const auto reference, secrets.reference(each));
    TRY_VOID(text.set_key(new_name, each.key, reference));
  }
  return {};
}

Result<Output> rename(const RenameOptions& options, const Context& context) {
  TRY_VOID(check_profile_name(options.new_name));
  TRY(const auto before, read_written_profile(options.old_name, context));
  const ProfileSecrets secrets(context, before.file,
                               vault_passphrase_options(options.passphrase, context));
  const auto kept = secrets.kept_for(options.old_name, before.members);
  const profiles::ProfileEdit edit{
      .change = [&](profiles::ProfileText& text) -> Result<void> {
        const bool is_default = text.default_profile() == options.old_name;
        TRY_VOID(text.rename_profile(options.old_name, options.new_name));
        TRY_VOID(point_to_new_files(text, kept, options.new_name, secrets));
        return is_default ? text.set_default_profile(options.new_name) : Result<void>();
      },
      .checked = {}};
  TRY_VOID(profiles::check_profile_edit(before.file, edit));

  std::vector<KeptSecret> copies;
  auto done = copy_secrets(kept, options.new_name, secrets, copies);
  if (done) done = write_edit(before.file, edit, context);
  Output output{.text = Secret("renamed profile " + options.old_name + " to " + options.new_name +
                               " in " + before.file.native() + "\n")};
  if (!done) {
    remove_secrets(copies, secrets, output);
    Error error = std::move(done).error();
    for (auto& warning : output.warnings) error.hints.push_back(std::move(warning));
    return fail(std::move(error));
  }
  remove_secrets(kept, secrets, output);
  forget_tokens(options.old_name, true, context, output);
  return output;
}

CommandDetails describe(RenameOptions& options) {
  CommandDetails command;
  command.options = {
      {.names = "OLD",
       .target = &options.old_name,
       .help = "The profile",
       .kind = ValueKind::profile,
       .is_required = true},
      {.names = "NEW", .target = &options.new_name, .help = "Its new name", .is_required = true}};
  add_passphrase_flags(command, options.passphrase);
  command.footer =
      "The secrets that entra-auth-cli keeps for it stay with it. Its cached tokens and\n"
      "its sign-in are removed.";
  return command;
}

}  // namespace

Command config_rename_command() {
  return make_command("rename", "Give a profile another name", describe, rename);
}

}  // namespace entra_auth::cli
