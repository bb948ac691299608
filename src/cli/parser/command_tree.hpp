// SPDX-License-Identifier: MIT
// Commands and options as help, completion scripts and manual pages show them. All three are made
// of this tree, so none of them can differ from what the parser accepts.
#pragma once

#include "cli/command.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::cli {

struct OptionInfo {
  std::vector<std::string> names{};  // "-p", "--profile"; empty for an argument
  std::string argument{};            // its name as an argument ("TOKEN"), or empty
  std::string value_name{};          // "NAME"; empty for a flag
  std::string description{};
  std::string group{};
  bool takes_value = false;
  bool repeats = false;
  bool required = false;
  ValueKind kind = ValueKind::none;
  std::vector<std::string> words{};  // of kind `words`
};

struct CommandInfo {
  std::string name{};
  std::string path{};  // "config list"; empty for the program
  std::string description{};
  std::string footer{};               // below the help; empty if it has none of its own
  std::vector<OptionInfo> options{};  // --help among them
  std::vector<OptionInfo> arguments{};
  std::vector<CommandInfo> commands{};
};

/// Of every command: the parser adds it, no command describes it.
inline constexpr Option kHelpOption{
    .names = "-h,--help", .target = PrintedText{}, .help = "Print this help"};

/// The program and everything below it that is not hidden, in the order of help.
[[nodiscard]] CommandInfo command_tree(const Command& program);

/// The options of the program that every command takes as well.
[[nodiscard]] std::vector<OptionInfo> global_options(const CommandInfo& program);

/// Calls `visit` for the command, then for those below it.
template <class Visit>
void for_each_command(const CommandInfo& command, Visit visit) {
  visit(command);
  for (const auto& each : command.commands) for_each_command(each, visit);
}

}  // namespace entra_auth::cli
