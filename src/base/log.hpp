// SPDX-License-Identifier: MIT
// Diagnostics on stderr for -v (why something happened) and -vv (what went over the wire). Silent
// and not even initialised without them. Callers pass no secret and no outside text unless it went
// through an allow-list; everything is made terminal-safe here all the same.
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
