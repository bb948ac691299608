// SPDX-License-Identifier: MIT
#include "sandbox/graph/search.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kProperty = "displayName:";
constexpr std::string_view kSpaces = " \t\r\n";

tl::unexpected<GraphRefusal> syntax_error(std::string_view text, std::size_t position) {
  if (position >= text.size()) {
    return graph_bad_request("Syntax error: unterminated clause in '" + std::string(text) + "'.");
  }
  return graph_bad_request("Syntax error: character '" + std::string(text.substr(position, 1)) +
                           "' is not valid at position " + std::to_string(position) + " in '" +
                           std::string(text) + "'.");
}

/// The text between the quotes, without its escapes.
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
  // Graph also has AND and OR between clauses.
  if (at + 1 != text.size()) return syntax_error(text, at + 1);
  return clause;
}

enum class CharacterClass { lower, upper, other_letter, digit, symbol, space };

/// Classifies a byte. Everything beyond ASCII counts as a letter without case.
CharacterClass class_of(char c) {
  if (kSpaces.find(c) != std::string_view::npos) return CharacterClass::space;
  if (c >= 'a' && c <= 'z') return CharacterClass::lower;
  if (c >= 'A' && c <= 'Z') return CharacterClass::upper;
  if (c >= '0' && c <= '9') return CharacterClass::digit;
  if (static_cast<unsigned char>(c) >= 0x80) return CharacterClass::other_letter;
  return CharacterClass::symbol;
}

bool is_boundary(CharacterClass left, CharacterClass right) {
  using enum CharacterClass;
  if (left == symbol || right == symbol) return true;
  if ((left == digit) != (right == digit)) return true;
  return left == lower && right == upper;
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

std::string fold_case(std::string_view text) {
  auto folded = to_lower(text);
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    const auto second = static_cast<unsigned char>(folded[i + 1]);
    // U+00C0 to U+00DE but for the multiplication sign.
    if (folded[i] == '\xc3' && second >= 0x80 && second <= 0x9e && second != 0x97) {
      folded[i + 1] = static_cast<char>(second + 0x20);
    }
  }
  return folded;
}

std::vector<std::string> search_tokens(std::string_view text) {
  std::vector<std::string> tokens;
  for (const auto& word : split(text, kSpaces)) {
    std::size_t start = 0;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      if (i < word.size() && !is_boundary(class_of(word[i - 1]), class_of(word[i]))) continue;
      tokens.push_back(fold_case(std::string_view(word).substr(start, i - start)));
      start = i;
    }
  }
  return tokens;
}

std::vector<std::string> indexed_tokens(std::string_view name) {
  auto tokens = search_tokens(name);
  for (auto word : split(name, kSpaces)) {
    const auto removed =
        std::erase_if(word, [](char c) { return class_of(c) == CharacterClass::symbol; });
    if (removed > 0 && !word.empty()) tokens.push_back(fold_case(word));
  }
  return tokens;
}

}  // namespace entra_auth::sandbox
