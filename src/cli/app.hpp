// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/clock.hpp>

namespace entra_auth::cli {

/// Parses, runs and prints; returns the exit code. The only function that writes to the standard
/// streams, apart from diagnostics and prompts.
[[nodiscard]] int run(int argc, const char* const* argv, const os::Environment& environment,
                      Clock& clock);

}  // namespace entra_auth::cli
