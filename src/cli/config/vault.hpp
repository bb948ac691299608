// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"

namespace entra_auth::cli {

/// `config vault init | lock | unlock | passwd`.
void add_vault(CLI::App& config, Invocation& invocation);

}  // namespace entra_auth::cli
