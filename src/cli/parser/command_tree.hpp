// SPDX-License-Identifier: MIT
// What the parser knows about commands and options, as data: completion scripts and manual pages
// are made of it, so that they cannot say anything else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace entra_auth::cli {

/// What a shell can offer for a value.
enum class ValueKind : std::uint8_t { none, words, profile, file, command };

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
  std::string footer{};               // below the help
  std::vector<OptionInfo> options{};  // --help among them
  std::vector<OptionInfo> arguments{};
  std::vector<CommandInfo> commands{};
};

/// Everything below `root` that help shows, and root itself, in the order of help.
[[nodiscard]] CommandInfo describe_commands(CLI::App& root);

/// The options of the program that every command takes as well.
[[nodiscard]] std::vector<OptionInfo> global_options(const CommandInfo& program);

/// `visit` is called for the command, then for those below it.
template <class Visit>
void for_each_command(const CommandInfo& command, Visit visit) {
  visit(command);
  for (const auto& each : command.commands) for_each_command(each, visit);
}

}  // namespace entra_auth::cli
