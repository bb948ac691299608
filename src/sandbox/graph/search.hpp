// SPDX-License-Identifier: MIT
// $search: words of display names.
// How the directory compares names.
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

/// Lower case; beyond ASCII, the letters of Latin-1 only.
[[nodiscard]] std::string fold_case(std::string_view text);

/// The tokens that $search compares, in lower case: text is split at spaces, where a lower-case
/// letter meets an upper-case one, where letters meet digits, and around symbols, which are tokens
/// themselves.
[[nodiscard]] std::vector<std::string> search_tokens(std::string_view text);

/// The tokens under which a name is found: the same, and each word with its symbols left out.
[[nodiscard]] std::vector<std::string> indexed_tokens(std::string_view name);

}  // namespace entra_auth::sandbox
