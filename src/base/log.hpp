// SPDX-License-Identifier: MIT
// Diagnostics on stderr for -v (why something happened) and -vv (what went over the wire). Silent
// and not initialised without them. Callers pass no secrets, and text from outside only if an
// allow-list permits it. Everything is made safe for a terminal here as well.
#pragma once

#include <string_view>

namespace entra_auth::log {

/// 0: silent, 1: reasons, 2: wire. Call once, before threads.
void set_verbosity(int verbosity);

[[nodiscard]] bool reasons_enabled();
[[nodiscard]] bool wire_enabled();

/// One line, without a line break at its end.
void reason(std::string_view line);
void wire(std::string_view line);

}  // namespace entra_auth::log
