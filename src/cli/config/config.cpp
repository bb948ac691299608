// SPDX-License-Identifier: MIT
// config list | path | validate, and what is bound from files of its own
#include "cli/config/config.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/command.hpp"
#include "cli/config/changes.hpp"
#include "cli/options/profile_selection.hpp"
#include "cli/output/table.hpp"

namespace entra_auth::cli {
namespace {

struct ConfigOptions {
  std::string profile;
  std::string output;
};

OrderedJson describe(const std::string& profile_name, const Result<Profile>& profile,
                     bool is_default) {
  OrderedJson json = {
      {"name", profile_name}, {"default", is_default}, {"valid", profile.has_value()}};
  if (profile) {
    json["provider"] = name(profile->provider);
    json["flow"] = name(profile->flow);
    json["auth_method"] = name(profile->auth_method);
    json["tenant_id"] = profile->tenant_id;
    json["client_id"] = profile->client_id;
    json["scopes"] = profile->scopes;
  } else {
    json["error"] = profile.error().message;
  }
  return json;
}

Result<Output> list(const ConfigOptions& options, const Context& context) {
  TRY(const auto store, load_profiles(context));
  if (options.output == "names") {
    std::string text;
    for (const auto& each : store.names()) text += each + "\n";
    return Output{.text = Secret(std::move(text))};
  }
  const auto default_name = store.default_profile();
  OrderedJson all = OrderedJson::array();
  for (const auto& each : store.names()) {
    all.push_back(describe(each, store.find(each), each == default_name));
  }
  if (options.output == "json") return Output{.text = Secret(to_ascii_json(all, 2) + "\n")};
  Output output;
  if (all.empty()) {
    output.warnings.push_back("there is no profile in " + store.file().string());
    return output;
  }
  Table table({"NAME", "PROVIDER", "FLOW", "TENANT", "CLIENT", "SCOPES"});
  for (const auto& each : all) {
    const std::string title =
        each["name"].get<std::string>() + (each["default"].get<bool>() ? " *" : "");
    if (!each["valid"].get<bool>()) {
      table.add({title, "invalid: run entra-auth-cli config validate"});
      continue;
    }
    table.add({title, each["provider"], each["flow"], each["tenant_id"], each["client_id"],
               join(each["scopes"].get<std::vector<std::string>>(), " ")});
  }
  output.text = Secret(table.render());
  return output;
}

Result<Output> path(const ConfigOptions&, const Context& context) {
  TRY(const auto file, profiles::profile_file(context.environment, context.global.config_file));
  return Output{.text = Secret(file.string() + "\n")};
}

Result<Output> validate(const ConfigOptions& options, const Context& context) {
  TRY(const auto store, load_profiles(context));
  if (!store.file_exists()) {
    return fail(ErrorKind::invalid_configuration, "there is no file " + store.file().string(),
                {"run: entra-auth-cli config create"});
  }
  if (!options.profile.empty()) {
    if (const auto profile = store.find(options.profile);
        !profile && profile.error().kind == ErrorKind::profile_not_found) {
      return fail(profile.error());
    }
  }
  std::string text;
  int count = 0;
  for (const auto& problem : store.problems()) {
    if (!options.profile.empty() && problem.profile != options.profile) continue;
    ++count;
    text += store.file().string() + ":" + std::to_string(problem.line) + ": ";
    if (!problem.profile.empty()) text += "[profiles." + problem.profile + "] ";
    text += for_terminal(problem.message) + "\n";
    if (!problem.hint.empty()) text += "  hint: " + for_terminal(problem.hint) + "\n";
  }
  if (count == 0) {
    const auto checked = options.profile.empty() ? store.names().size() : 1;
    return Output{.text = Secret(store.file().string() + ": " + std::to_string(checked) +
                                 (checked == 1 ? " profile" : " profiles") + ", no problems\n")};
  }
  return Output{
      .text = Secret(std::move(text)),
      .warnings = {},
      .failure = Error{.kind = ErrorKind::invalid_configuration,
                       .message = std::to_string(count) + (count == 1 ? " problem" : " problems") +
                                  " in " + store.file().string()}};
}

CommandDetails describe_list(ConfigOptions& options) {
  CommandDetails command;
  command.output = &options.output;
  command.options = {{.names = "-o,--output",
                      .target = &options.output,
                      .value = "FORMAT",
                      .help = "Format: table, json or names",
                      .words = "table json names",
                      .only_words = true}};
  return command;
}

CommandDetails describe_path(ConfigOptions&) { return {}; }

CommandDetails describe_validate(ConfigOptions& options) {
  CommandDetails command;
  add_profile_name(command, options.profile, "Only this profile");
  return command;
}

CommandDetails describe_commands() {
  CommandDetails command;
  command.commands = {
      config_create_command(),
      config_edit_command(),
      config_show_command(),
      config_rename_command(),
      config_delete_command(),
      config_export_command(),
      config_import_command(),
      make_command("list", "List the profiles; * marks the default", describe_list, list),
      make_command("path", "Print where the profile file is", describe_path, path),
      make_command("validate", "Check every profile, or one; exit with 7 on a problem",
                   describe_validate, validate),
      config_vault_command(),
  };
  command.footer = "The file is TOML and may be edited by hand: docs/profiles.md has every key.";
  return command;
}

}  // namespace

Command config_command() {
  return {"config", "Make, change, list and check profiles", describe_commands};
}

}  // namespace entra_auth::cli
