// SPDX-License-Identifier: MIT
// $search: words of display names, and how the directory compares names.
#pragma once

#include "sandbox/graph/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

struct GraphSearch {
  std::vector<std::string> tokens;

  /// True if each token is the start of a token of the name, in any order.
  [[nodiscard]] bool matches(std::string_view display_name) const;
};

/// Reads "displayName:words", with its quotes.
[[nodiscard]] GraphChecked<GraphSearch> parse_graph_search(std::string_view text);

/// The text in lower case. Folds the letters of ASCII and Latin-1 only.
[[nodiscard]] std::string fold_case(std::string_view text);

/// The tokens that $search compares, in lower case. Splits text at spaces, between a lower-case and
/// an upper-case letter, between letters and digits, and around symbols, which are tokens, too.
[[nodiscard]] std::vector<std::string> search_tokens(std::string_view text);

/// The tokens under which a name is found: the same, and each word without its symbols.
[[nodiscard]] std::vector<std::string> indexed_tokens(std::string_view name);

}  // namespace entra_auth::sandbox
