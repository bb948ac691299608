// SPDX-License-Identifier: MIT
#include "cli/parser/command_tree.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::cli {
namespace {

template <class Type>
bool holds(const Option& option) {
  return std::holds_alternative<Type>(option.target);
}

OptionInfo describe(const Option& option) {
  OptionInfo info{.value_name = std::string(option.value),
                  .description = std::string(option.help),
                  .group = std::string(option.group)};
  for (auto& name : split(option.names, ",")) {
    if (name.starts_with('-')) {
      info.names.push_back(std::move(name));
    } else {
      info.argument = std::move(name);
    }
  }
  info.takes_value = !holds<bool*>(option) && !holds<int*>(option) && !holds<PrintedText>(option);
  info.repeats = holds<int*>(option) || holds<std::vector<std::string>*>(option);
  info.required = option.is_required;
  info.words = split(option.words, " ");
  info.kind = info.words.empty() ? option.kind : ValueKind::words;
  return info;
}

CommandInfo describe(const Command& command, std::string path) {
  const CommandDetails details = command.details();
  CommandInfo info{.name = std::string(command.name),
                   .path = std::move(path),
                   .description = std::string(command.summary),
                   .footer = details.footer};
  info.options.push_back(describe(kHelpOption));
  for (const auto& option : details.options) {
    auto each = describe(option);
    if (!each.argument.empty()) info.arguments.push_back(each);
    if (!each.names.empty()) info.options.push_back(std::move(each));
  }
  for (const auto& each : details.commands) {
    if (each.is_hidden) continue;
    const std::string prefix = info.path.empty() ? "" : info.path + " ";
    info.commands.push_back(describe(each, prefix + std::string(each.name)));
  }
  return info;
}

}  // namespace

CommandInfo command_tree(const Command& program) { return describe(program, ""); }

std::vector<OptionInfo> global_options(const CommandInfo& program) {
  auto options = program.options;
  std::erase_if(options, [](const OptionInfo& option) {
    return std::ranges::any_of(option.names, [](const std::string& name) {
      return name == "--help" || name == "--version";
    });
  });
  return options;
}

}  // namespace entra_auth::cli
