// SPDX-License-Identifier: MIT
#pragma once

#include "cli/parser/command_tree.hpp"

#include <string>
#include <string_view>

namespace entra_auth::cli {

/// The manual page, in man(7), of the program or of a command right below it; commands below that
/// share their parent's page.
[[nodiscard]] std::string man_page(const CommandInfo& program, const CommandInfo& command,
                                   const std::string& version);

/// Text as it stands in a manual page written with man(7): what roff would read as its own
/// (hyphens, backslashes, quotes, a dot at the start of a line) is shown as typed.
[[nodiscard]] std::string roff_text(std::string_view text);
[[nodiscard]] std::string roff_bold(std::string_view text);
[[nodiscard]] std::string roff_italic(std::string_view text);

}  // namespace entra_auth::cli
