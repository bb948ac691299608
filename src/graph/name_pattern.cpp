// SPDX-License-Identifier: MIT
#include "graph/name_pattern.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace entra_auth::graph {
namespace {

/// U+00C0..U+00DE (but the multiplication sign) are 0xC3 0x80..0x9E in UTF-8; their lower case is
/// 0x20 further on.
std::string fold(std::string_view text) {
  std::string folded = to_lower(text);
  for (std::size_t i = 1; i < folded.size(); ++i) {
    const auto lead = static_cast<unsigned char>(folded[i - 1]);
    const auto letter = static_cast<unsigned char>(folded[i]);
    if (lead == 0xC3 && letter >= 0x80 && letter <= 0x9E && letter != 0x97) {
      folded[i] = static_cast<char>(letter + 0x20);
    }
  }
  return folded;
}

}  // namespace

NamePattern::NamePattern(std::string_view text) : text_(text), folded_(fold(text)) {}

/// Greedy with one step back: linear in practice, and never worse than pattern times name.
bool NamePattern::matches(std::string_view name) const {
  const std::string text = fold(name);
  std::size_t at = 0;
  std::size_t pattern_at = 0;
  std::size_t star = std::string::npos;
  std::size_t resume = 0;
  while (at < text.size()) {
    if (pattern_at < folded_.size() && folded_[pattern_at] == '*') {
      star = pattern_at++;
      resume = at;
    } else if (pattern_at < folded_.size() && folded_[pattern_at] == text[at]) {
      ++pattern_at;
      ++at;
    } else if (star != std::string::npos) {
      pattern_at = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return std::all_of(folded_.begin() + static_cast<std::ptrdiff_t>(pattern_at), folded_.end(),
                     [](char c) { return c == '*'; });
}

std::string_view NamePattern::prefix() const {
  return std::string_view(text_).substr(0, text_.find('*'));
}

bool NamePattern::has_star() const { return text_.find('*') != std::string::npos; }

}  // namespace entra_auth::graph
