// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"
#include "cli/config/profile_flags.hpp"
#include "cli/config/references.hpp"
#include "cli/interaction/user_prompt.hpp"
#include "os/files.hpp"
#include "os/input.hpp"
#include "os/terminal.hpp"
#include "profiles/edit/profile_export.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/profile_reader.hpp"
#include "profiles/profile_document.hpp"
#include "profiles/profile_store.hpp"
#include "profiles/toml/value.hpp"
#include "secrets/vault/sealed_file.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::cli {
namespace {

using profiles::ExportedProfile;
using profiles::TomlTable;

struct ImportOptions {
  std::string file;
  std::string name;
  std::string store;
  PassphraseFlags passphrase{};
  bool yes = false;
  bool no_interaction = false;

  [[nodiscard]] std::string source() const { return file == "-" ? "standard input" : file; }
};

/// The profile file that it goes into, and the profile of that name there.
struct Target {
  std::filesystem::path file;
  std::string name;
  bool is_taken = false;
  TomlTable members{};  // where it is taken
};

Result<Secret> read_input(const ImportOptions& options) {
  if (options.file != "-") {
    auto content = os::read_file(options.file, secrets::kMaxSealedBytes, os::Privacy::not_required);
    if (content.problem == os::FileProblem::none) return std::move(content.bytes);
    Error error = os::describe(content, options.file, ErrorKind::invalid_configuration);
    if (error.hints.empty()) error.hints = {"name the file that config export has made"};
    return fail(std::move(error));
  }
  if (os::stdin_is_terminal()) {
    return fail(ErrorKind::usage, "standard input is a terminal, and no export",
                {"name the file, or pipe the export into the command"});
  }
  if (options.passphrase.fd == 0) {
    return fail(ErrorKind::usage, "standard input holds the export and not the passphrase",
                {"use another descriptor: --passphrase-fd 3 3<FILE"});
  }
  auto bytes = os::read_descriptor(0, secrets::kMaxSealedBytes);
  if (!bytes) bytes.error().kind = ErrorKind::invalid_configuration;
  return bytes;
}

/// What is said about an export, with the name of this one before it.
template <class Value>
Result<Value> about(const ImportOptions& options, Result<Value> result) {
  if (!result) result.error().message.insert(0, options.source() + " ");
  return result;
}

Result<ExportedProfile> open_export(const ImportOptions& options, const UserPrompt& user,
                                    const Context& context) {
  TRY(const auto bytes, read_input(options));
  auto header = about(
      options, secrets::read_sealed_header(secrets::SealedKind::exported_profiles, bytes.expose()));
  if (!header) {
    header.error().kind = ErrorKind::invalid_configuration;  // no secret would help
    return fail(std::move(header).error());
  }
  const auto from =
      passphrase_options(options.passphrase, kExportVariable, "", context, user.no_prompt_reason);
  TRY(const auto passphrase,
      secrets::read_passphrase(from, context.environment, kExportPassphrase));
  TRY(const auto key, secrets::derive_sealed_key(*header, passphrase));
  TRY(const auto content, about(options, secrets::open_sealed_file(key, bytes.expose())));
  return about(options, profiles::decode_export(content.expose()));
}

Result<Target> find_target(const std::string& name, const Context& context) {
  TRY(auto file, profiles::profile_file(context.environment, context.global.config_file));
  TRY(const auto document, profiles::load_profile_document(file));
  Target target{.file = std::move(file), .name = name};
  const auto* member = find_member(document.profiles, name);
  target.is_taken = member != nullptr;
  if (!target.is_taken) return target;
  if (const auto* table = std::get_if<TomlTable>(&member->value.content)) target.members = *table;
  return target;
}

tl::unexpected<Error> name_is_taken(const std::string& name) {
  return fail(ErrorKind::invalid_configuration, "there is a profile " + name + " already",
              {"give the imported one another name: --name NEW", "or replace it: --yes"});
}

Result<bool> is_replacement_wanted(const ImportOptions& options, const Target& target,
                                   const UserPrompt& user) {
  if (!target.is_taken || options.yes) return true;
  if (!user.prompt) return name_is_taken(target.name);
  return ask_yes_no(*user.prompt,
                    "There is a profile " + target.name +
                        " already. Replace it, with its tokens and the secrets kept for it?",
                    false);
}

/// Takes the secrets out; the members refer to where they will be.
Result<std::vector<GivenSecret>> settle_secrets(const ImportOptions& options, const Target& target,
                                                const ProfileSecrets& secrets,
                                                ExportedProfile& exported) {
  std::vector<GivenSecret> given;
  if (exported.secrets.empty()) {
    if (options.store.empty()) return given;
    return fail(ErrorKind::usage, "--store: there is no secret to keep",
                {options.source() + " was made without --include-secrets"});
  }
  TRY(const auto place, secrets.place(options.store));
  for (auto& [key, secret] : exported.secrets) {
    given.push_back({{place, target.name, key}, std::move(secret)});
    TRY(auto reference, secrets.reference(given.back().kept));
    set_setting(exported.members, key, std::move(reference));
  }
  return given;
}

bool is_of_another(const TomlTable& before, const TomlTable& after) {
  const auto differs = [](const TomlTable& a, const TomlTable& b) {
    return std::ranges::any_of(a, [&](const profiles::TomlMember& member) {
      const auto* other = find_member(b, member.key);
      return profiles::is_identity_key(member.key) &&
             (other == nullptr || !is_same(member.value, other->value));
    });
  };
  return differs(before, after) || differs(after, before);
}

/// What is kept for the old profile and not for the new one. Where the new one is another client,
/// that is all that did not come with it: what was a secret of one must not go to another's server.
std::vector<KeptSecret> left_over(const Target& target, const TomlTable& after,
                                  const std::vector<GivenSecret>& given, bool is_another,
                                  const ProfileSecrets& secrets) {
  auto old = secrets.kept_for(target.name, target.members);
  const auto still = secrets.kept_for(target.name, after);
  std::erase_if(old, [&](const KeptSecret& each) {
    const bool is_new = std::ranges::find(given, each, &GivenSecret::kept) != given.end();
    return is_new || (!is_another && std::ranges::find(still, each) != still.end());
  });
  return old;
}

Output report(const Target& target, const TomlTable& members, const ProfileSecrets& secrets,
              const std::vector<GivenSecret>& given) {
  const auto read = profiles::read_profile(
      {.key = target.name, .line = 0, .value = {.line = 0, .content = members}},
      {.path = target.file.native(), .is_private = true});
  const auto references = references_of(read.profile);
  std::string text = "imported profile " + target.name + " into " + target.file.native() + "\n";
  for (const auto& place : references.places) text += "  " + place + "\n";
  Output output{.text = Secret(std::move(text))};
  for (const auto& program : references.programs) output.warnings.push_back(program);
  for (const auto& each : secrets.kept_for(target.name, members)) {
    if (std::ranges::find(given, each, &GivenSecret::kept) != given.end()) continue;
    output.warnings.push_back(secrets.describe(each) + " did not come with the profile");
  }
  return output;
}

Result<Output> import_profile(const ImportOptions& options, const Context& context) {
  if (options.file.empty()) {
    return fail(ErrorKind::usage, "the name of the file is missing",
                {"run: entra-auth-cli config import FILE; - is standard input"});
  }
  if (!options.name.empty()) TRY_VOID(check_profile_name(options.name));
  const UserPrompt user = find_user_prompt(options.no_interaction, context);
  TRY(auto exported, open_export(options, user, context));
  TRY(const auto target, find_target(options.name.empty() ? exported.name : options.name, context));
  TRY(const bool wanted, is_replacement_wanted(options, target, user));
  if (!wanted) return Output{.text = Secret("kept profile " + target.name + "\n")};

  auto passphrase = vault_passphrase_options({}, context, user.no_prompt_reason);
  const ProfileSecrets secrets(context, target.file, std::move(passphrase));
  TRY(const auto given, settle_secrets(options, target, secrets, exported));
  const auto& members = exported.members;
  const profiles::ProfileEdit edit{.change = [&](profiles::ProfileText& text) -> Result<void> {
                                     if (text.profile(target.name) != nullptr) {
                                       if (!target.is_taken) return name_is_taken(target.name);
                                       TRY_VOID(text.remove_profile(target.name));
                                     }
                                     return text.add_profile(target.name, members);
                                   },
                                   .checked = {target.name}};
  TRY_VOID(write_edit_with_secrets(target.file, edit, given, secrets, context));

  auto output = report(target, members, secrets, given);
  if (target.is_taken) {
    const bool is_another = is_of_another(target.members, members);
    remove_secrets(left_over(target, members, given, is_another, secrets), secrets, output);
    forget_tokens(target.name, is_another, context, output);
  }
  return output;
}

CommandDetails describe(ImportOptions& options) {
  CommandDetails command;
  command.options = {
      {.names = "FILE,-i",
       .target = &options.file,
       .value = "FILE",
       .help = "File that config export wrote; - is standard input",
       .kind = ValueKind::file},
      {.names = "-n,--name",
       .target = &options.name,
       .value = "NEW",
       .help = "Name of the imported profile, instead of its own"},
      {.names = "--store",
       .target = &options.store,
       .value = "PLACE",
       .help = "Where to store its secrets: keyring, vault or file (private)"},
      {.names = "--yes",
       .target = &options.yes,
       .help = "Replace a profile of that name without asking"},
      {.names = "--no-interaction", .target = &options.no_interaction, .help = "Never prompt"},
  };
  add_passphrase_flags(command, options.passphrase);
  command.footer =
      "The passphrase comes from the flags or from ENTRA_AUTH_CLI_EXPORT_PASSPHRASE, or\n"
      "is typed. A profile may name programs, files and variables of this machine: they\n"
      "are listed for the imported profile. Import only from people you trust.";
  return command;
}

}  // namespace

Command config_import_command() {
  return make_command("import", "Import a profile from a file that config export wrote",
                      describe, import_profile);
}

}  // namespace entra_auth::cli
