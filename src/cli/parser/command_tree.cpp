// SPDX-License-Identifier: MIT
#include "cli/parser/command_tree.hpp"

#include "base/text.hpp"
#include "cli/parser/add_command.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

namespace entra_auth::cli {
namespace {

/// What IsMember and Words say of themselves: "{table,json}".
std::vector<std::string> words_of(std::string_view validators) {
  const auto start = validators.find('{');
  const auto end = validators.find('}');
  if (start == std::string_view::npos || end == std::string_view::npos || end < start) return {};
  return split(validators.substr(start + 1, end - start - 1), ",");
}

bool has_name(const OptionInfo& option, std::string_view name) {
  return std::ranges::find(option.names, name) != option.names.end();
}

ValueKind kind_of(const OptionInfo& option, std::string_view command_path) {
  if (!option.words.empty()) return ValueKind::words;
  const bool is_profile_argument = command_path.starts_with("config ") &&
                                   (option.argument == "NAME" || option.argument == "OLD");
  if (is_profile_argument || has_name(option, "--profile")) return ValueKind::profile;
  if (option.argument == "CMD" || option.argument == "COMMAND") return ValueKind::command;
  if (has_name(option, "--claim")) return ValueKind::none;  // its PATH leads into a token
  const auto types = split(option.value_name.empty() ? option.argument : option.value_name, "|");
  const bool is_file = std::ranges::any_of(
      types, [](const std::string& type) { return type == "FILE" || type == "PATH"; });
  return is_file ? ValueKind::file : ValueKind::none;
}

OptionInfo describe(const CLI::Option& option, std::string_view command_path) {
  OptionInfo info{.description = option.get_description(), .group = option.get_group()};
  for (const auto& name : option.get_snames()) info.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) info.names.push_back("--" + name);
  if (option.get_positional()) info.argument = option.get_name(true);
  const std::string type = option.get_type_name();
  const auto colon = type.find(':');  // behind it are the validators' words
  info.takes_value = option.get_items_expected_max() > 0;
  if (info.takes_value) info.value_name = type.substr(0, colon);
  if (colon != std::string::npos) info.words = words_of(std::string_view(type).substr(colon));
  info.repeats = option.get_items_expected_max() > 1 ||
                 option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  info.required = option.get_required();
  info.kind = info.takes_value ? kind_of(info, command_path) : ValueKind::none;
  return info;
}

CommandInfo describe(const CLI::App& app, const std::string& path) {
  CommandInfo command{.name = app.get_name(),
                      .path = path,
                      .description = app.get_description(),
                      .footer = app.get_footer()};
  // Parents hand theirs down.
  if (app.get_parent() != nullptr && app.get_parent()->get_footer() == command.footer) {
    command.footer.clear();
  }
  for (const auto* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    auto info = describe(*option, path);
    if (!info.argument.empty()) command.arguments.push_back(info);
    if (!info.names.empty()) command.options.push_back(std::move(info));
  }
  for (const auto* each : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (each->get_group().empty()) continue;
    const std::string name = each->get_name();
    command.commands.push_back(describe(*each, path.empty() ? name : path + " " + name));
  }
  return command;
}

}  // namespace

CommandInfo describe_commands(CLI::App& root) {
  bind_all(root);
  return describe(root, "");
}

std::vector<OptionInfo> global_options(const CommandInfo& program) {
  auto options = program.options;
  std::erase_if(options, [](const OptionInfo& option) {
    return has_name(option, "--help") || has_name(option, "--version");
  });
  return options;
}

}  // namespace entra_auth::cli
