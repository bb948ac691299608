// SPDX-License-Identifier: MIT
#pragma once

#include "cli/parser/command_tree.hpp"

#include <string>

namespace entra_auth::cli {

/// The manual page, in man(7), of the program or of a command right below it; commands below that
/// share their parent's page.
[[nodiscard]] std::string man_page(const CommandInfo& program, const CommandInfo& command,
                                   const std::string& version);

}  // namespace entra_auth::cli
