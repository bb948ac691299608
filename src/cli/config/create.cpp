// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"
#include "cli/config/dialogue.hpp"
#include "cli/config/first_token.hpp"
#include "cli/config/missing_settings.hpp"
#include "cli/config/profile_flags.hpp"
#include "cli/config/secret_input.hpp"
#include "cli/interaction/user_prompt.hpp"
#include "cli/options/profile_selection.hpp"
#include "profiles/edit/profile_lines.hpp"
#include "profiles/toml/value.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::cli {
namespace {

struct CreateOptions {
  std::string name;
  ProfileFlagValues flags;
  SecretInput secret;
  bool make_default = false;
  bool yes = false;
  bool no_interaction = false;
  profiles::TomlTable
      suggested{};  // not empty: a person is asked everything, with these as answers
};

tl::unexpected<Error> already_there(const std::string& name) {
  return fail(ErrorKind::invalid_configuration, "there is a profile " + name + " already",
              {"change it with: entra-auth-cli config edit " + name});
}

Result<std::string> ask_for_name(const os::Prompt& prompt, const profiles::ProfileStore& store) {
  while (true) {
    TRY(const auto typed, prompt.ask("Name of the profile: "));
    std::string name(trim(typed));
    const auto names = store.names();
    if (const auto checked = check_profile_name(name); !checked) {
      prompt.say("  " + for_terminal(checked.error().message) + "\n  " +
                 checked.error().hints.front() + "\n");
    } else if (std::ranges::find(names, name) != names.end()) {
      prompt.say("  there is one of that name already\n");
    } else {
      return name;
    }
  }
}

Result<std::string> settle_name(const CreateOptions& options, const UserPrompt& user,
                                const profiles::ProfileStore& store) {
  if (options.name.empty()) {
    if (user.prompt) return ask_for_name(*user.prompt, store);
    return fail(ErrorKind::usage, "the name of the profile is missing",
                {"cannot prompt (" + user.no_prompt_reason +
                 "): run entra-auth-cli config create NAME, with every answer as a flag"});
  }
  TRY_VOID(check_profile_name(options.name));
  const auto names = store.names();
  if (std::ranges::find(names, options.name) != names.end()) return already_there(options.name);
  return options.name;
}

/// True if the user should be asked for what is missing.
bool has_questions(const ProfileAnswers& answers) {
  const auto& settings = answers.settings;
  const bool has_secret = answers.has_client_secret();
  if (!missing_flags(settings, has_secret).empty()) return true;
  return !has_secret && text_of(settings, "provider") != "texas" &&
         auth_method_of(settings).empty() && find_member(settings, "flow") == nullptr;
}

Result<void> refuse_missing(const CreateOptions& options, const ProfileAnswers& answers,
                            const UserPrompt& user) {
  const auto missing = missing_flags(answers.settings, answers.has_client_secret());
  if (missing.empty()) return {};
  const std::string why = options.yes ? "--yes" : user.no_prompt_reason;
  return fail(ErrorKind::usage, "missing: " + join(missing, "; "),
              {"not prompting (" + why +
               "): give every answer as a flag; see entra-auth-cli config create --help"});
}

/// Where the secret goes. A person may choose a file where there is no store.
Result<SecretPlace> settle_place(const CreateOptions& options, const ProfileSecrets& secrets,
                                 const UserPrompt& user) {
  auto place = secrets.place(options.secret.store);
  if (place || !user.prompt || options.yes || !options.secret.store.empty()) return place;
  user.prompt->say("No store for secrets can be used: " + for_terminal(place.error().message) +
                   "\n");
  TRY(const auto in_file,
      ask_yes_no(*user.prompt, "Keep it in a private file instead, readable by you only?", false));
  if (in_file) return SecretPlace::file;
  return place;
}

void show_summary(const os::Prompt& prompt, const std::string& name,
                  const profiles::TomlTable& settings) {
  prompt.say("\n" + for_terminal_multiline(profiles::write_profile(name, settings, "\n")) + "\n");
}

Result<Output> create(const CreateOptions& options, const Context& context) {
  const bool has_suggestions = !options.suggested.empty();
  profiles::TomlTable settings = options.suggested;
  if (!has_suggestions) {
    TRY(settings, read_profile_flags(options.flags));
  }
  TRY(const auto store, load_profiles(context));
  const UserPrompt user = find_user_prompt(options.no_interaction, context);
  TRY(const auto name, settle_name(options, user, store));
  ProfileAnswers answers{.settings = std::move(settings)};
  TRY(answers.secret, read_secret_input(options.secret, answers.settings));
  const bool is_dialogue =
      user.prompt && !options.yes && (has_suggestions || has_questions(answers));
  if (is_dialogue) {
    TRY(answers, ask_for_profile(*user.prompt, std::move(answers),
                                 has_suggestions ? DialogueScope::everything : DialogueScope::rest,
                                 context.environment));
  }
  TRY_VOID(refuse_missing(options, answers, user));
  if (!answers.secret && !options.secret.store.empty()) {
    return fail(ErrorKind::usage, "--store: there is no secret to keep",
                {"add --client-secret-stdin"});
  }

  auto passphrase =
      vault_passphrase_options(options.secret.passphrase, context, user.no_prompt_reason);
  const ProfileSecrets secrets(context, store.file(), std::move(passphrase));
  std::optional<GivenSecret> given;
  if (answers.secret) {
    TRY(const auto place, settle_place(options, secrets, user));
    given = GivenSecret{{place, name, answers.secret->key}, std::move(answers.secret->value)};
    TRY(auto reference, secrets.reference(given->kept));
    set_setting(answers.settings, given->kept.key, std::move(reference));
  }
  if (is_dialogue) show_summary(*user.prompt, name, answers.settings);

  const profiles::ProfileEdit edit{.change = [&](profiles::ProfileText& text) -> Result<void> {
                                     if (text.profile(name) != nullptr) return already_there(name);
                                     TRY_VOID(text.add_profile(name, answers.settings));
                                     return options.make_default ? text.set_default_profile(name)
                                                                 : Result<void>();
                                   },
                                   .checked = {name}};
  TRY_VOID(write_edit_with_secret(store.file(), edit, given, secrets, context));

  Output output{.text = Secret("created profile " + name + " in " + store.file().native() + "\n")};
  if (is_dialogue && parse_flow(text_of(answers.settings, "flow")) != Flow::on_behalf_of) {
    offer_first_token(*user.prompt, name, context);
  }
  return output;
}

CommandDetails describe(CreateOptions& options) {
  CommandDetails command;
  add_profile_name(command, options.name, "The new profile");
  add_profile_flags(command, options.flags);
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
      "On a terminal you are asked for what no flag sets. Example:\n"
      "  entra-auth-cli config create my-api-client \\\n"
      "    --tenant-id contoso.onmicrosoft.com \\\n"
      "    --client-id 00000000-0000-0000-0000-000000000001 \\\n"
      "    --auth-method ClientSecret --client-secret-env MY_API_SECRET \\\n"
      "    --scope api://your-api-id/.default";
  return command;
}

}  // namespace

Result<Output> create_profile(profiles::TomlTable suggested, const Context& context) {
  CreateOptions options;
  options.suggested = std::move(suggested);
  return create(options, context);
}

Command config_create_command() {
  return make_command("create", "Make a profile: ask for it, or take it from flags", describe,
                      create);
}

}  // namespace entra_auth::cli
