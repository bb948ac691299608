// SPDX-License-Identifier: MIT
#pragma once

namespace entra_auth::os {

[[nodiscard]] bool stdin_is_terminal();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

/// The width of the terminal behind standard error in characters, or 80 if it is unknown.
[[nodiscard]] int terminal_columns();

}  // namespace entra_auth::os
