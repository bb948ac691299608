// SPDX-License-Identifier: MIT
#include "profiles/toml/lexer.hpp"

#include "profiles/toml/layout.hpp"

#include <algorithm>
#include <cstddef>

namespace entra_auth::profiles {
namespace {

constexpr int kMaxDots = 16;

}  // namespace

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
