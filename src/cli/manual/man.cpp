// SPDX-License-Identifier: MIT
// The manual pages, for the build: help does not show this command.
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/manual/man_page.hpp"
#include "cli/parser/add_command.hpp"
#include "cli/parser/command_tree.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace entra_auth::cli {
namespace {

struct ManOptions {
  std::string command;
  bool list = false;
};

Result<Output> print(const ManOptions& options, const CommandInfo& program) {
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

void bind(CLI::App& command, Invocation& invocation) {
  auto options = std::make_shared<ManOptions>();
  command.add_option("COMMAND", options->command, "Whose page; else the program's")->type_name("");
  command.add_flag("--list", options->list, "The commands that have pages");
  command.callback([options, program = command.get_parent(), &invocation] {
    invocation.command = [options, program](const Context&) {
      return print(*options, describe_commands(*program));
    };
  });
}

}  // namespace

void add_man(CLI::App& app, Invocation& invocation) {
  add_command(app, "man", "Print a manual page, in roff",
              [&invocation](CLI::App& command) { bind(command, invocation); });
  app.get_subcommand("man")->group("");
}

}  // namespace entra_auth::cli
