// SPDX-License-Identifier: MIT
// What a shell can offer for the word under the cursor, found in the command tree.
#pragma once

#include "cli/parser/command_tree.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace entra_auth::cli {

struct Candidate {
  std::string text;  // the whole word: "--profile=my-api" for "--profile="
  std::string description{};
};

struct Completion {
  ValueKind kind = ValueKind::words;  // `file` and `command`: the shell's own completion
  std::vector<Candidate> candidates{};
};

/// The names of the profiles in that profile file; empty path: in the default one.
using ProfileNames = std::function<std::vector<std::string>(const std::string& file)>;

/// The candidates for the last of `words`: the words after the program's name, without quotes. They
/// are not filtered by what is typed already, because each shell matches in its own way. The three
/// words `--option`, `=`, `value`, as bash splits them, are one option.
[[nodiscard]] Completion complete(const CommandInfo& program, std::span<const std::string> words,
                                  const ProfileNames& profile_names);

/// For the completion scripts: ":file" or ":command", else one candidate a line, its description
/// after a tab.
[[nodiscard]] std::string render(const Completion& completion);

}  // namespace entra_auth::cli
