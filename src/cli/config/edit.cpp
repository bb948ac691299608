// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"
#include "cli/config/dialogue.hpp"
#include "cli/config/profile_flags.hpp"
#include "cli/config/secret_input.hpp"
#include "cli/interaction/user_prompt.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/toml/value.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::cli {
namespace {

using profiles::TomlTable;

struct EditOptions {
  std::string name;
  ProfileFlagValues flags;
  std::vector<std::string> unset;
  SecretInput secret;
  bool make_default = false;
  bool yes = false;
  bool no_interaction = false;
};

/// What is to become of the keys.
struct KeyChanges {
  TomlTable set;
  std::vector<std::string> removed;
  std::optional<NewSecret> secret;

  [[nodiscard]] bool empty() const { return set.empty() && removed.empty() && !secret; }
};

Result<KeyChanges> changes_of_flags(const EditOptions& options) {
  KeyChanges changes;
  TRY(changes.set, read_profile_flags(options.flags));
  for (const auto& key : options.unset) {
    if (find_member(changes.set, key) != nullptr) {
      return fail(ErrorKind::usage, "--unset " + key + " contradicts " + flag_of(key));
    }
    // A key that no profile may have can only be removed.
    changes.removed.push_back(key);
  }
  TRY(changes.secret, read_secret_input(options.secret, changes.set));
  return changes;
}

Result<KeyChanges> changes_of_dialogue(const os::Prompt& prompt, const TomlTable& members,
                                       const Context& context) {
  TRY(auto answers, ask_for_profile(prompt, {.settings = members}, DialogueScope::everything,
                                    context.environment));
  KeyChanges changes;
  changes.secret = std::move(answers.secret);
  for (const auto& member : members) {
    if (find_member(answers.settings, member.key) == nullptr) changes.removed.push_back(member.key);
  }
  for (auto& member : answers.settings) {
    const auto* before = find_member(members, member.key);
    if (before == nullptr || !is_same(before->value, member.value)) {
      changes.set.push_back(std::move(member));
    }
  }
  return changes;
}

/// A secret stays where the old one was, unless --store says otherwise.
Result<SecretPlace> place_of_secret(const EditOptions& options, const std::string& key,
                                    const std::vector<KeptSecret>& kept,
                                    const ProfileSecrets& secrets) {
  const auto old = std::ranges::find(kept, key, &KeptSecret::key);
  if (options.secret.store.empty() && old != kept.end()) return old->place;
  return secrets.place(options.secret.store);
}

bool changes_any(const KeyChanges& changes, const TomlTable& before,
                 bool (*is_meant)(std::string_view)) {
  return std::ranges::any_of(changes.removed,
                             [&](const std::string& key) {
                               return is_meant(key) && find_member(before, key) != nullptr;
                             }) ||
         std::ranges::any_of(changes.set, [&](const profiles::TomlMember& member) {
           const auto* old = find_member(before, member.key);
           return is_meant(member.key) && (old == nullptr || !is_same(old->value, member.value));
         });
}

Result<Output> edit(const EditOptions& options, const Context& context) {
  if (options.name.empty()) {
    return fail(ErrorKind::usage, "the name of the profile is missing",
                {"run: entra-auth-cli config edit NAME"});
  }
  TRY(auto changes, changes_of_flags(options));
  TRY(const auto before, read_written_profile(options.name, context));
  const UserPrompt user = find_user_prompt(options.no_interaction, context);
  if (changes.empty() && !options.make_default) {
    if (!user.prompt || options.yes) {
      return fail(ErrorKind::usage, "nothing to change was named",
                  {"not prompting (" + (options.yes ? "--yes" : user.no_prompt_reason) +
                   "): name it, for example --client-id ID or --unset KEY; see entra-auth-cli "
                   "config edit --help"});
    }
    TRY(changes, changes_of_dialogue(*user.prompt, before.members, context));
  }
  if (!changes.secret && !options.secret.store.empty()) {
    return fail(ErrorKind::usage, "--store: there is no secret to keep",
                {"add --client-secret-stdin"});
  }

  auto passphrase =
      vault_passphrase_options(options.secret.passphrase, context, user.no_prompt_reason);
  const ProfileSecrets secrets(context, before.file, std::move(passphrase));
  auto kept = secrets.kept_for(options.name, before.members);
  std::optional<GivenSecret> given;
  if (changes.secret) {
    const std::string key = changes.secret->key;
    TRY(const auto place, place_of_secret(options, key, kept, secrets));
    given = GivenSecret{{place, options.name, key}, std::move(changes.secret->value)};
    TRY(auto reference, secrets.reference(given->kept));
    set_setting(changes.set, key, std::move(reference));
  }

  TomlTable after;
  const profiles::ProfileEdit change{
      .change = [&](profiles::ProfileText& text) -> Result<void> {
        for (const auto& key : changes.removed) {
          TRY_VOID(text.remove_key(options.name, key));
        }
        for (const auto& member : changes.set) {
          TRY_VOID(text.set_key(options.name, member.key, member.value));
        }
        if (options.make_default) TRY_VOID(text.set_default_profile(options.name));
        if (const auto* members = text.profile(options.name)) after = *members;
        return {};
      },
      .checked = {options.name}};
  TRY_VOID(write_edit_with_secret(before.file, change, given, secrets, context));

  Output output{
      .text = Secret("changed profile " + options.name + " in " + before.file.native() + "\n")};
  const auto still_kept = secrets.kept_for(options.name, after);
  std::erase_if(kept, [&](const KeptSecret& each) {
    return std::ranges::find(still_kept, each) != still_kept.end();
  });
  remove_secrets(kept, secrets, output);
  const bool is_another = changes_any(changes, before.members, profiles::is_identity_key);
  if (is_another || given || changes_any(changes, before.members, profiles::is_credential_key)) {
    forget_tokens(options.name, is_another, context, output);
  }
  return output;
}

CommandDetails describe(EditOptions& options) {
  CommandDetails command;
  add_profile_name(command, options.name, "The profile");
  add_profile_flags(command, options.flags);
  command.add(kProfileGroup, {{.names = "--unset",
                               .target = &options.unset,
                               .value = "KEY",
                               .help = "Remove that key; may be repeated"}});
  add_secret_input(command, options.secret);
  command.add(
      "Options",
      {{.names = "--default",
        .target = &options.make_default,
        .help = "Use this profile if none is named"},
       {.names = "--yes",
        .target = &options.yes,
        .help = "Do not prompt for anything a flag can set"},
       {.names = "--no-interaction", .target = &options.no_interaction, .help = "Never prompt"}});
  command.footer =
      "Without flags, on a terminal, every setting is asked for. Comments and order in\n"
      "the file stay. If the tenant, client or credential changes, the profile's cached\n"
      "tokens are removed.";
  return command;
}

}  // namespace

Command config_edit_command() { return make_command("edit", "Change a profile", describe, edit); }

}  // namespace entra_auth::cli
