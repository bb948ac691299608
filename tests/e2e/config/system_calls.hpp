// SPDX-License-Identifier: MIT
#pragma once

#include "support/temp_dir.hpp"

#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::test {

/// System calls in a log of `strace -f`, each with its name and how many of that name came before
/// it, itself included: what `strace --inject=NAME:when=NUMBER` takes. Those from the first for
/// which `begins(name, line)` is true, without exit_group.
template <class Begins>
std::vector<std::pair<std::string, int>> calls_in(const std::filesystem::path& log,
                                                  const Begins& begins) {
  std::map<std::string, int> count;
  std::vector<std::pair<std::string, int>> calls;
  std::istringstream lines(read_text(log));
  bool begun = false;
  for (std::string line; std::getline(lines, line);) {
    const auto start = line.find_first_not_of("0123456789 ");
    const auto parenthesis = line.find('(');
    if (start == std::string::npos || parenthesis == std::string::npos) continue;
    const auto name = line.substr(start, parenthesis - start);
    begun = begun || begins(name, line);
    const int number = ++count[name];
    if (begun && name != "exit_group") calls.emplace_back(name, number);
  }
  return calls;
}

}  // namespace entra_auth::test
