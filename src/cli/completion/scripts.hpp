// SPDX-License-Identifier: MIT
// Completion scripts: each passes the words before the cursor to the command `complete` of the
// program that is on the command line, and offers what it prints. Errors are never shown.
#pragma once

#include <string_view>

namespace entra_auth::cli {

/// For "bash" (4.2 and later, with or without the package bash-completion), "zsh" (5 and later; to
/// autoload from $fpath or to source after compinit) or "fish" (3.4 and later).
[[nodiscard]] std::string_view completion_script(std::string_view shell);

}  // namespace entra_auth::cli
