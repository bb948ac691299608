// SPDX-License-Identifier: MIT
#include "profiles/toml/lexer.hpp"

#include <algorithm>
#include <string>

namespace entra_auth::profiles {
namespace {

constexpr int kMaxDots = 16;

}  // namespace

std::size_t end_of_toml_string(std::string_view text, std::size_t start) {
  const char quote = text[start];
  const bool has_escapes = quote == '"';
  const std::string fence(3, quote);
  const bool multi_line = text.substr(start, 3) == fence;
  std::size_t at = start + (multi_line ? 3 : 1);
  while (at < text.size()) {
    if (has_escapes && text[at] == '\\') {
      at += 2;
    } else if (multi_line && text.substr(at, 3) == fence) {
      at += 3;
      // Up to two quotes may stand before the closing three.
      for (int extra = 0; extra < 2 && at < text.size() && text[at] == quote; ++extra) ++at;
      return at;
    } else if (!multi_line && (text[at] == quote || text[at] == '\n')) {
      return at + (text[at] == quote ? 1 : 0);
    } else {
      ++at;
    }
  }
  return text.size();
}

std::optional<int> line_of_overlong_dotted_key(std::string_view text) {
  int line = 1;
  int dots = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const std::size_t end = end_of_toml_string(text, at);
      line += static_cast<int>(std::ranges::count(text.substr(at, end - at), '\n'));
      at = end;
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '\n') ++line;
    if (c == '.' && ++dots > kMaxDots) return line;
    if (std::string_view("\n=,[]{}").find(c) != std::string_view::npos) dots = 0;
    ++at;
  }
  return std::nullopt;
}

}  // namespace entra_auth::profiles
