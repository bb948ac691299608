// SPDX-License-Identifier: MIT
#include "sandbox/graph/search.hpp"

#include "sandbox/graph_text.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kProperty = "displayName:";

tl::unexpected<GraphRefusal> syntax_error(std::string_view text, std::size_t position) {
  if (position >= text.size()) {
    return graph_bad_request("Syntax error: unterminated clause in '" + std::string(text) + "'.");
  }
  return graph_bad_request("Syntax error: character '" + std::string(text.substr(position, 1)) +
                           "' is not valid at position " + std::to_string(position) + " in '" +
                           std::string(text) + "'.");
}

/// What stands between the quotes, without its backslashes.
GraphChecked<std::string> unquote(std::string_view text) {
  if (!text.starts_with('"')) return syntax_error(text, text.find(':'));
  std::string clause;
  std::size_t at = 1;
  while (at < text.size() && text[at] != '"') {
    if (text[at] == '\\') {
      ++at;
      if (at == text.size() || (text[at] != '"' && text[at] != '\\')) return syntax_error(text, at);
    }
    clause += text[at++];
  }
  // Further clauses, joined by AND or OR, would follow here.
  if (at + 1 != text.size()) return syntax_error(text, at + 1);
  return clause;
}

}  // namespace

bool GraphSearch::matches(std::string_view display_name) const {
  const auto indexed = indexed_tokens(display_name);
  return std::ranges::all_of(tokens, [&](const std::string& token) {
    return std::ranges::any_of(indexed,
                               [&](const std::string& known) { return known.starts_with(token); });
  });
}

GraphChecked<GraphSearch> parse_graph_search(std::string_view text) {
  const auto clause = unquote(text);
  if (!clause) return tl::unexpected(clause.error());
  if (!clause->starts_with(kProperty)) {
    return graph_unsupported("Unsupported or invalid $search clause '" + *clause +
                             "': property and value are separated by a colon.");
  }
  auto tokens = search_tokens(std::string_view(*clause).substr(kProperty.size()));
  if (tokens.empty()) return syntax_error(text, text.size() - 1);
  return GraphSearch{std::move(tokens)};
}

}  // namespace entra_auth::sandbox
