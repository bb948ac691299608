// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/result.hpp>

namespace entra_auth::cli {

// Commands below `config`, each in a file of its own.
[[nodiscard]] Command config_create_command();
[[nodiscard]] Command config_edit_command();
[[nodiscard]] Command config_show_command();
[[nodiscard]] Command config_rename_command();
[[nodiscard]] Command config_delete_command();
[[nodiscard]] Command config_export_command();
[[nodiscard]] Command config_import_command();
/// `config vault init | lock | unlock | passwd`.
[[nodiscard]] Command config_vault_command();

/// `config create` with a person, who sees `suggested` as the answers that Enter takes.
[[nodiscard]] Result<Output> create_profile(profiles::TomlTable suggested, const Context& context);

}  // namespace entra_auth::cli
