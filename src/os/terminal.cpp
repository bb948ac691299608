// SPDX-License-Identifier: MIT
#include "os/terminal.hpp"

#include <unistd.h>

namespace entra_auth::os {

bool stdin_is_terminal() { return ::isatty(STDIN_FILENO) == 1; }
bool stdout_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace entra_auth::os
