// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace entra_auth::cli {

/// Adds a command whose options `bind` adds only once the command is on the command line: the
/// options of commands that nobody called would cost a cached get-token a tenth of its time.
void add_command(CLI::App& parent, const std::string& name, const std::string& description,
                 std::function<void(CLI::App&)> bind);

/// Adds the options of every command below `app` that has none yet, for whoever describes them all.
void bind_all(CLI::App& app);

/// `-o table|json` (or those formats), for commands that list something.
void add_list_format(CLI::App& command, std::string& output,
                     std::vector<std::string> formats = {"table", "json"});

/// Words that an option takes, for completion: `->check(Words(flow_names))`. Refuses nothing: for
/// options whose values are checked where environment and profile are known as well.
class Words : public CLI::Validator {
 public:
  explicit Words(std::function<std::vector<std::string>()> words) {
    desc_function_ = [words = std::move(words)] { return CLI::detail::generate_set(words()); };
  }
};

}  // namespace entra_auth::cli
