// SPDX-License-Identifier: MIT
#include "cli/command.hpp"
#include "cli/completion/candidates.hpp"
#include "cli/completion/scripts.hpp"
#include "cli/program.hpp"
#include "os/files.hpp"
#include "profiles/profile_store.hpp"

#include <string>
#include <vector>

namespace entra_auth::cli {
namespace {

struct CompletionOptions {
  std::string shell;
};

Result<Output> print(const CompletionOptions& options, const Context&) {
  return Output{.text = Secret(std::string(completion_script(options.shell)))};
}

CommandDetails describe_completion(CompletionOptions& options) {
  CommandDetails command;
  command.options = {{.names = "SHELL",
                      .target = &options.shell,
                      .help = "bash, zsh or fish",
                      .words = "bash zsh fish",
                      .only_words = true,
                      .is_required = true}};
  command.footer =
      "Completes commands, options and their values, and the names of profiles.\n\n"
      "Examples:\n"
      "  source <(entra-auth-cli completion bash)    # in ~/.bashrc\n"
      "  source <(entra-auth-cli completion zsh)     # in ~/.zshrc, after compinit\n"
      "  entra-auth-cli completion fish | source     # in ~/.config/fish/config.fish";
  return command;
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

struct CompleteOptions {
  std::vector<std::string> words;
};

Result<Output> print_candidates(const CompleteOptions& options, const Context& context) {
  const auto names = [&](const std::string& file) {
    return profile_names(file, context.environment);
  };
  return Output{.text = Secret(render(complete(describe_program(), options.words, names)))};
}

CommandDetails describe_complete(CompleteOptions& options) {
  CommandDetails command;
  command.options = {{.names = "WORDS",
                      .target = &options.words,
                      .help = "What is on the command line, up to the cursor"}};
  return command;
}

}  // namespace

Command completion_command() {
  return make_command("completion", "Print a completion script for a shell", describe_completion,
                      print);
}

Command complete_command() {
  Command command =
      make_command("complete", "Print what a shell can offer for the last of some words",
                   describe_complete, print_candidates);
  command.is_hidden = true;
  return command;
}

}  // namespace entra_auth::cli
