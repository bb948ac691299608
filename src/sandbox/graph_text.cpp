// SPDX-License-Identifier: MIT
#include "sandbox/graph_text.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

enum class CharacterClass { lower, upper, other_letter, digit, symbol, space };

/// By bytes: all that is not ASCII counts as a letter without case.
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
