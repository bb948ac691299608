// SPDX-License-Identifier: MIT
// The manual pages, for the build: help does not show this command.
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/manual/man_page.hpp"
#include "cli/program.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

struct ManOptions {
  std::string command;
  bool list = false;
};

Result<Output> print(const ManOptions& options, const Context&) {
  const CommandInfo program = describe_program();
  std::string text;
  if (options.list) {
    for (const auto& each : program.commands) text += each.name + "\n";
    return Output{.text = Secret(std::move(text))};
  }
  const CommandInfo* command = &program;
  if (!options.command.empty()) {
    const auto found = std::ranges::find(program.commands, options.command, &CommandInfo::name);
    if (found == program.commands.end()) {
      return fail(ErrorKind::usage, "no such command: " + for_terminal(options.command, 60));
    }
    command = &*found;
  }
  return Output{.text = Secret(man_page(program, *command, ENTRA_AUTH_VERSION))};
}

CommandDetails describe(ManOptions& options) {
  CommandDetails command;
  command.options = {
      {.names = "COMMAND", .target = &options.command, .help = "Whose page; else the program's"},
      {.names = "--list", .target = &options.list, .help = "The commands that have pages"},
  };
  return command;
}

}  // namespace

Command man_command() {
  Command command = make_command("man", "Print a manual page, in roff", describe, print);
  command.is_hidden = true;
  return command;
}

}  // namespace entra_auth::cli
