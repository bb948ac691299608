// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "os/prompt.hpp"

#include <string>

namespace entra_auth::cli {

/// Asks whether to get a token for a profile that has just been written, gets it, and says whether
/// that worked and what the token is for, all on the terminal. It is cached and not shown.
void offer_first_token(const os::Prompt& prompt, const std::string& profile,
                       const Context& context);

}  // namespace entra_auth::cli
