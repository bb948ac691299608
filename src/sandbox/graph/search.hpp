// SPDX-License-Identifier: MIT
// $search: words of display names.
#pragma once

#include "sandbox/graph/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

struct GraphSearch {
  std::vector<std::string> tokens;

  /// Each token starts one of the name's, in any order.
  [[nodiscard]] bool matches(std::string_view display_name) const;
};

/// "displayName:words", with its quotes.
[[nodiscard]] GraphChecked<GraphSearch> parse_graph_search(std::string_view text);

}  // namespace entra_auth::sandbox
