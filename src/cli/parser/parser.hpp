// SPDX-License-Identifier: MIT
// The command line. Only this unit's .cpp knows the library that parses it.
#pragma once

#include "cli/command.hpp"
#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::cli {

struct ParsedLine {
  std::string path{};          // of the command: "config list"; empty for the program
  CommandDetails command{};    // with its options filled in
  bool wants_help = false;     // --help: `path` is what it is wanted for, nothing is to be run
  std::string printed_text{};  // --version: to be printed, nothing is to be run
};

/// Fills in the options of the program and of the command that the line names. Fails with `usage`
/// if the line does not fit; the hint names the help to read. What was read before that is filled
/// in even then.
[[nodiscard]] Result<ParsedLine> parse_line(const Command& program, int argc,
                                            const char* const* argv);

}  // namespace entra_auth::cli
