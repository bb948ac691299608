// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"

namespace entra_auth::cli {

// Commands below `config`, each in a file of its own.
void add_config_create(CLI::App& config, Invocation& invocation);
void add_config_show(CLI::App& config, Invocation& invocation);
void add_config_edit(CLI::App& config, Invocation& invocation);
void add_config_delete(CLI::App& config, Invocation& invocation);
void add_config_rename(CLI::App& config, Invocation& invocation);

}  // namespace entra_auth::cli
