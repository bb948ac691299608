// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace entra_auth::cli {

/// Adds a command whose options `bind` adds only once the command is on the command line: the
/// options of commands that nobody called would cost a cached get-token a tenth of its time.
void add_command(CLI::App& parent, const std::string& name, const std::string& description,
                 std::function<void(CLI::App&)> bind);

/// `-o table|json`, for commands that list something.
void add_list_format(CLI::App& command, std::string& output);

}  // namespace entra_auth::cli
