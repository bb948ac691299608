// SPDX-License-Identifier: MIT
#include "cli/command.hpp"
#include "cli/completion/candidates.hpp"
#include "cli/completion/scripts.hpp"
#include "cli/parser/add_command.hpp"
#include "cli/parser/command_tree.hpp"
#include "os/files.hpp"
#include "profiles/profile_store.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace entra_auth::cli {
namespace {

void bind_completion(CLI::App& command, Invocation& invocation) {
  auto shell = std::make_shared<std::string>();
  command.add_option("SHELL", *shell, "bash, zsh or fish")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("")
      ->required();
  command.footer(
      "Completes commands, options and their values, and the names of profiles.\n\n"
      "Examples:\n"
      "  source <(entra-auth-cli completion bash)    # in ~/.bashrc\n"
      "  source <(entra-auth-cli completion zsh)     # in ~/.zshrc, after compinit\n"
      "  entra-auth-cli completion fish | source     # in ~/.config/fish/config.fish");
  command.callback([shell, &invocation] {
    invocation.command = [shell](const Context&) -> Result<Output> {
      return Output{.text = Secret(std::string(completion_script(*shell)))};
    };
  });
}

/// Empty if the file cannot be read, because Tab is no place for errors.
std::vector<std::string> profile_names(const std::string& file,
                                       const os::Environment& environment) {
  const auto path =
      profiles::profile_file(environment, os::expand_home(file, environment).native());
  if (!path) return {};
  const auto store = profiles::ProfileStore::load(*path);
  return store ? store->names() : std::vector<std::string>();
}

void bind_complete(CLI::App& command, Invocation& invocation) {
  auto words = std::make_shared<std::vector<std::string>>();
  command.add_option("WORDS", *words, "What is on the command line, up to the cursor");
  command.callback([words, program = command.get_parent(), &invocation] {
    invocation.command = [words, program](const Context& context) -> Result<Output> {
      const auto names = [&](const std::string& file) {
        return profile_names(file, context.environment);
      };
      return Output{.text = Secret(render(complete(describe_commands(*program), *words, names)))};
    };
  });
}

}  // namespace

void add_completion(CLI::App& app, Invocation& invocation) {
  add_command(app, "completion", "Print a completion script for a shell",
              [&invocation](CLI::App& command) { bind_completion(command, invocation); });
  add_command(app, "complete", "Print what a shell can offer for the last of some words",
              [&invocation](CLI::App& command) { bind_complete(command, invocation); });
  app.get_subcommand("complete")->group("");
}

}  // namespace entra_auth::cli
