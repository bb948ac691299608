// SPDX-License-Identifier: MIT
#include "cli/output/table.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace entra_auth::cli {

Table::Table(std::vector<std::string> titles) { rows_.push_back(std::move(titles)); }

void Table::add(std::vector<std::string> cells) {
  for (auto& cell : cells) cell = for_terminal(cell, 400);
  rows_.push_back(std::move(cells));
}

std::string Table::render() const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    const bool is_short = row.size() < widths.size();
    for (std::size_t i = 0; i + (is_short ? 1 : 0) < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      line.append(row[i].size() < widths[i] ? widths[i] - row[i].size() + 2 : 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace entra_auth::cli
