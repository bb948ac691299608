// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace entra_auth::cli {

/// Left-aligned columns, two spaces apart, without trailing blanks. Cells are made safe to show. If
/// a row has fewer cells than there are columns, its last cell takes the rest of the line.
class Table {
 public:
  explicit Table(std::vector<std::string> titles);

  void add(std::vector<std::string> cells);
  [[nodiscard]] std::string render() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace entra_auth::cli
