// SPDX-License-Identifier: MIT
#include "cli/add_command.hpp"

#include <utility>

namespace entra_auth::cli {

void add_command(CLI::App& parent, const std::string& name, const std::string& description,
                 std::function<void(CLI::App&)> bind) {
  auto* command = parent.add_subcommand(name, description);
  command->group("Commands");
  command->fallthrough();
  command->preparse_callback([command, bind = std::move(bind)](std::size_t) { bind(*command); });
}

void add_list_format(CLI::App& command, std::string& output) {
  command.add_option("-o,--output", output, "Format: table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT");
}

}  // namespace entra_auth::cli
