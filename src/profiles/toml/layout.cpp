// SPDX-License-Identifier: MIT
#include "profiles/toml/layout.hpp"

#include "profiles/toml/document.hpp"
#include "profiles/toml/lexer.hpp"

#include <algorithm>

namespace entra_auth::profiles {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_one_of(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

bool is_quote(char c) { return c == '"' || c == '\''; }

std::size_t behind_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t", at), text.size());
}

/// The name in a quoted key. The parser resolves escapes.
std::string unquoted(std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos || quoted[0] != '"') {
    return std::string(quoted.size() < 2 ? quoted : quoted.substr(1, quoted.size() - 2));
  }
  const auto parsed = parse_toml(std::string(quoted) + " = 0", "");
  return parsed && parsed->size() == 1 ? parsed->front().key : std::string(quoted);
}

/// Reads a dotted key and moves `at` behind it.
std::vector<TomlKeyPart> read_key(std::string_view text, std::size_t& at) {
  std::vector<TomlKeyPart> parts;
  while (true) {
    at = behind_blanks(text, at);
    const std::size_t begin = at;
    if (at < text.size() && is_quote(text[at])) {
      at = end_of_toml_string(text, at);
      parts.push_back({unquoted(text.substr(begin, at - begin)), {begin, at}});
    } else {
      at = std::min(text.find_first_of(" \t\r\n.=]#", at), text.size());
      parts.push_back({std::string(text.substr(begin, at - begin)), {begin, at}});
    }
    at = behind_blanks(text, at);
    if (at >= text.size() || text[at] != '.') return parts;
    ++at;
  }
}

std::size_t end_of_value(std::string_view text, std::size_t begin) {
  int depth = 0;
  std::size_t end = begin;
  for (std::size_t at = begin; at < text.size();) {
    const char c = text[at];
    if (is_quote(c)) {
      end = at = end_of_toml_string(text, at);
      continue;
    }
    if (depth == 0 && is_one_of(c, "\n#")) break;
    if (c == '#') {
      at = behind_line(text, at);
      continue;
    }
    if (is_one_of(c, "[{")) ++depth;
    if (is_one_of(c, "]}")) --depth;
    ++at;
    if (!is_one_of(c, " \t\r\n")) end = at;
  }
  return end;
}

TomlStatement read_header(std::string_view text, std::size_t at) {
  TomlStatement statement{.kind = TomlStatementKind::table};
  if (text.substr(at, 2) == "[[") {
    statement.kind = TomlStatementKind::array_of_tables;
    ++at;
  }
  ++at;
  statement.key = read_key(text, at);
  statement.lines.end = behind_line(text, at);
  return statement;
}

TomlStatement read_assignment(std::string_view text, std::size_t at) {
  TomlStatement statement;
  statement.key = read_key(text, at);
  statement.equals = at;
  statement.value.begin = behind_blanks(text, std::min(at + 1, text.size()));
  statement.value.end = end_of_value(text, statement.value.begin);
  statement.lines.end = behind_line(text, std::max(at, statement.value.end));
  return statement;
}

}  // namespace

LineKind kind_of_line(std::string_view text, std::size_t line_begin) {
  if (line_begin >= text.size()) return LineKind::other;
  const std::size_t at = behind_blanks(text, line_begin);
  if (at >= text.size() || is_one_of(text[at], "\r\n")) return LineKind::blank;
  return text[at] == '#' ? LineKind::comment : LineKind::other;
}

std::size_t behind_line(std::string_view text, std::size_t at) {
  const auto line_break = text.find('\n', at);
  return line_break == std::string_view::npos ? text.size() : line_break + 1;
}

std::size_t previous_line(std::string_view text, std::size_t line_begin, std::size_t least) {
  if (line_begin <= least + 1) return least;
  const auto line_break = text.rfind('\n', line_begin - 2);
  return line_break == std::string_view::npos ? least : std::max(line_break + 1, least);
}

TomlLayout read_toml_layout(std::string_view text) {
  TomlLayout layout;
  if (text.starts_with(kByteOrderMark)) layout.begin = kByteOrderMark.size();
  const auto first_break = text.find('\n');
  const bool has_crlf =
      first_break != std::string_view::npos && first_break > 0 && text[first_break - 1] == '\r';
  layout.line_break = has_crlf ? "\r\n" : "\n";

  std::vector<std::string> table;
  int line = 1;
  for (std::size_t at = layout.begin; at < text.size();) {
    std::size_t end = behind_line(text, at);
    if (kind_of_line(text, at) == LineKind::other) {
      const std::size_t start = behind_blanks(text, at);
      const bool is_header = text[start] == '[';
      auto statement = is_header ? read_header(text, start) : read_assignment(text, start);
      end = std::max(end, statement.lines.end);
      statement.line = line;
      statement.lines = {at, end};
      if (!is_header) statement.path = table;
      for (const auto& part : statement.key) statement.path.push_back(part.name);
      if (is_header) table = statement.path;
      layout.statements.push_back(std::move(statement));
    }
    line += static_cast<int>(std::ranges::count(text.substr(at, end - at), '\n'));
    at = end;
  }
  return layout;
}

}  // namespace entra_auth::profiles
