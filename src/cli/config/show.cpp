// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"
#include "cli/options/profile_selection.hpp"
#include "profiles/edit/profile_lines.hpp"
#include "profiles/keys/key_table.hpp"

namespace entra_auth::cli {
namespace {

struct ShowOptions {
  std::string name;
  std::string output;
};

OrderedJson to_json(const profiles::TomlValue& value);

OrderedJson to_json(const profiles::TomlTable& table) {
  OrderedJson json = OrderedJson::object();
  for (const auto& member : table) json[member.key] = to_json(member.value);
  return json;
}

OrderedJson to_json(const profiles::TomlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value.content)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value.content)) return *number;
  if (const auto* flag = std::get_if<bool>(&value.content)) return *flag;
  if (const auto* table = std::get_if<profiles::TomlTable>(&value.content)) return to_json(*table);
  OrderedJson json = OrderedJson::array();
  if (const auto* array = std::get_if<profiles::TomlArray>(&value.content)) {
    for (const auto& element : *array) json.push_back(to_json(element));
  }
  return json;
}

Result<Output> show(const ShowOptions& options, const Context& context) {
  TRY(const auto profile, select_profile(options.name, context, false));
  const auto view = profiles::view_profile(profile);
  if (options.output == "json") {
    OrderedJson json = {{"name", profile.name}};
    json.update(to_json(view));
    return Output{.text = Secret(to_ascii_json(json, 2) + "\n")};
  }
  return Output{
      .text = Secret(for_terminal_multiline(profiles::write_profile(profile.name, view, "\n")))};
}

CommandDetails describe(ShowOptions& options) {
  CommandDetails command;
  command.output = &options.output;
  add_profile_name(command, options.name, "The profile");
  command.add("Options", {{.names = "-o,--output",
                           .target = &options.output,
                           .value = "FORMAT",
                           .help = "Format: toml or json",
                           .words = "toml json",
                           .only_words = true}});
  command.footer = "Secrets are never shown: references as they are, anything else as ********.";
  return command;
}

}  // namespace

Command config_show_command() {
  return make_command("show", "Show a profile as it is understood, without secrets", describe,
                      show);
}

}  // namespace entra_auth::cli
