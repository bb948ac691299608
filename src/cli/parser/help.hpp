// SPDX-License-Identifier: MIT
#pragma once

#include "cli/parser/command_tree.hpp"

#include <string>
#include <string_view>

namespace entra_auth::cli {

/// Help as users know it from git and curl, in 80 columns: what the command does, usage, options in
/// groups, examples. `path` is that of the command ("config list"), empty for the program; hidden
/// commands have no help.
[[nodiscard]] std::string render_help(const CommandInfo& program, std::string_view path);

}  // namespace entra_auth::cli
