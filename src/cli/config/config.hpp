// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/result.hpp>

namespace entra_auth::cli {

// Commands below `config`, each in a file of its own.
void add_config_create(CLI::App& config, Invocation& invocation);
void add_config_edit(CLI::App& config, Invocation& invocation);
void add_config_show(CLI::App& config, Invocation& invocation);
void add_config_rename(CLI::App& config, Invocation& invocation);
void add_config_delete(CLI::App& config, Invocation& invocation);
void add_config_export(CLI::App& config, Invocation& invocation);
void add_config_import(CLI::App& config, Invocation& invocation);

/// `config create` with a person, who sees `suggested` as the answers that Enter takes.
[[nodiscard]] Result<Output> create_profile(profiles::TomlTable suggested, const Context& context);

}  // namespace entra_auth::cli
