// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/parser/command_tree.hpp"

namespace entra_auth::cli {

/// The program as a command: the options that every command takes, and all commands. `options` must
/// outlive it.
[[nodiscard]] Command program(GlobalOptions& options);

/// Everything that help, manual pages and completion scripts say of it.
[[nodiscard]] CommandInfo describe_program();

}  // namespace entra_auth::cli
