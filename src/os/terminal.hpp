// SPDX-License-Identifier: MIT
#pragma once

namespace entra_auth::os {

[[nodiscard]] bool stdin_is_terminal();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

}  // namespace entra_auth::os
