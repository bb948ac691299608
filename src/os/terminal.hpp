// SPDX-License-Identifier: MIT
#pragma once

namespace entra_auth::os {

[[nodiscard]] bool stdin_is_terminal();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

/// How many characters a line of the terminal behind standard error takes; 80 where it does not
/// say.
[[nodiscard]] int terminal_columns();

}  // namespace entra_auth::os
