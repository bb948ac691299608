// SPDX-License-Identifier: MIT
#include "cli/parser/help.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kIndent = 34;  // of the descriptions of options
constexpr std::size_t kColumns = 80;

/// The name, and next to it its description in as many lines as it takes.
std::string item(const std::string& name, std::string_view description,
                 std::size_t indent = kIndent) {
  std::string text;
  std::string line = "  " + name;
  if (line.size() >= indent) {
    text = line + "\n";
    line.clear();
  }
  line.resize(indent, ' ');
  for (const auto& word : split(description, " ")) {
    const bool is_first = line.size() == indent;
    if (!is_first && line.size() + 1 + word.size() > kColumns) {
      text += line + "\n";
      line = std::string(indent, ' ') + word;
    } else {
      line += (is_first ? "" : " ") + word;
    }
  }
  return text + line + "\n";
}

std::string option_items(const std::vector<OptionInfo>& options, const std::string& group) {
  std::string text;
  for (const auto& option : options) {
    if (option.group != group) continue;
    const std::string value = option.value_name.empty() ? "" : " " + option.value_name;
    text += item(join(option.names, ", ") + value, option.description);
  }
  return text;
}

std::string usage(const CommandInfo& program, const CommandInfo& command) {
  std::string text = "Usage: " + program.name;
  if (!command.path.empty()) text += " " + command.path;
  if (!command.commands.empty()) text += " COMMAND";
  text += " [OPTIONS]";
  for (const auto& argument : command.arguments) {
    text += argument.required ? " " + argument.argument : " [" + argument.argument + "]";
  }
  return text + "\n\n";
}

std::string render(const CommandInfo& program, const CommandInfo& command,
                   const std::string& footer) {
  std::string text = command.description + "\n\n" + usage(program, command);
  if (!command.arguments.empty()) {
    text += "Arguments:\n";
    for (const auto& each : command.arguments) text += item(each.argument, each.description);
    text += "\n";
  }
  std::vector<std::string> groups;
  for (const auto& option : command.options) {
    if (std::ranges::find(groups, option.group) == groups.end()) groups.push_back(option.group);
  }
  for (const auto& group : groups) {
    text += group + ":\n" + option_items(command.options, group) + "\n";
  }
  if (!command.commands.empty()) {
    text += "Commands:\n";
    std::size_t indent = 0;
    for (const auto& each : command.commands) indent = std::max(indent, each.name.size() + 4);
    for (const auto& each : command.commands) text += item(each.name, each.description, indent);
    text += "\n";
  }
  if (!command.path.empty()) {
    text += "Everywhere: -v, -vv, --config FILE, --no-color; see " + program.name + " --help.\n\n";
  }
  if (footer.empty()) text.pop_back();  // the blank line
  return footer.empty() ? text : text + footer + "\n";
}

}  // namespace

std::string render_help(const CommandInfo& program, std::string_view path) {
  const CommandInfo* command = &program;
  const std::string* footer = &program.footer;
  for (const auto& name : split(path, " ")) {
    const auto found = std::ranges::find(command->commands, name, &CommandInfo::name);
    if (found == command->commands.end()) break;
    command = &*found;
    if (!command->footer.empty()) footer = &command->footer;
  }
  return render(program, *command, *footer);
}

}  // namespace entra_auth::cli
