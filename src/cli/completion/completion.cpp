// SPDX-License-Identifier: MIT
#include "cli/completion/completion.hpp"

#include "cli/command.hpp"
#include "cli/parser/add_command.hpp"
#include "cli/parser/command_tree.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace entra_auth::cli {
namespace {

std::string script(const std::string& shell, const CommandInfo& program) {
  if (shell == "bash") return bash_completion(program);
  if (shell == "zsh") return zsh_completion(program);
  return fish_completion(program);
}

void bind(CLI::App& command, Invocation& invocation) {
  auto shell = std::make_shared<std::string>();
  command.add_option("SHELL", *shell, "bash, zsh or fish")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("")
      ->required();
  command.footer(
      "Commands, options and their values complete, and the names of profiles.\n\n"
      "Examples:\n"
      "  source <(entra-auth-cli completion bash)    # in ~/.bashrc\n"
      "  source <(entra-auth-cli completion zsh)     # in ~/.zshrc, after compinit\n"
      "  entra-auth-cli completion fish | source     # in ~/.config/fish/config.fish");
  command.callback([shell, program = command.get_parent(), &invocation] {
    invocation.command = [shell, program](const Context&) -> Result<Output> {
      return Output{.text = Secret(script(*shell, describe_commands(*program)))};
    };
  });
}

}  // namespace

void add_completion(CLI::App& app, Invocation& invocation) {
  add_command(app, "completion", "Print a completion script for a shell",
              [&invocation](CLI::App& command) { bind(command, invocation); });
}

}  // namespace entra_auth::cli
