// SPDX-License-Identifier: MIT
#pragma once

#include "cli/parser/command_tree.hpp"

#include <string>

namespace entra_auth::cli {

// A script that completes commands, options and their values. Names of profiles come from the
// program as it stands on the command line (`config list -o names`), asked at the moment of
// completion. Nothing that fails is shown.

/// For bash 4.2 and later, with or without the package bash-completion.
[[nodiscard]] std::string bash_completion(const CommandInfo& program);
/// For zsh 5 and later: a function to autoload from $fpath, or to source after compinit.
[[nodiscard]] std::string zsh_completion(const CommandInfo& program);
/// For fish 3 and later.
[[nodiscard]] std::string fish_completion(const CommandInfo& program);

}  // namespace entra_auth::cli
