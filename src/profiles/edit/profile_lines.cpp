// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_lines.hpp"

#include "profiles/toml/value.hpp"

#include <algorithm>

namespace entra_auth::profiles {
namespace {

bool is_header(const TomlStatement& statement) {
  return statement.kind != TomlStatementKind::assignment;
}

/// The index behind the last assignment below that header.
std::size_t behind_assignments(const TomlLayout& layout, std::size_t header) {
  std::size_t next = header + 1;
  while (next < layout.statements.size() && !is_header(layout.statements[next])) ++next;
  return next;
}

/// The beginning of the comment directly above that line, but not before `least`.
std::size_t begin_of_comment_above(std::string_view text, std::size_t line_begin,
                                   std::size_t least) {
  std::size_t begin = line_begin;
  while (begin > least) {
    const std::size_t previous = previous_line(text, begin, least);
    if (kind_of_line(text, previous) != LineKind::comment) break;
    begin = previous;
  }
  return begin;
}

/// How the assignments of a table are written.
struct KeyStyle {
  std::string indentation;
  std::size_t key_width = 0;  // with the spaces behind it; 0: not aligned
  std::string before = " ";
  std::string after = " ";
};

KeyStyle style_of(std::string_view text, const TomlLayout& layout, std::size_t header) {
  KeyStyle style;
  const std::size_t last = behind_assignments(layout, header);
  const auto width = [&](std::size_t i) {
    return layout.statements[i].equals - layout.statements[i].key.front().text.begin;
  };
  for (std::size_t i = header + 1; i < last; ++i) {
    const TomlStatement& statement = layout.statements[i];
    const auto key = statement.key.front().text.begin;
    const auto key_end = statement.key.back().text.end;
    style.indentation = text.substr(statement.lines.begin, key - statement.lines.begin);
    style.before = text.substr(key_end, statement.equals - key_end);
    style.after = text.substr(statement.equals + 1, statement.value.begin - statement.equals - 1);
    if (style.before.size() > 1) style.key_width = width(i);
  }
  const auto in_column = [&](std::size_t i) { return width(i) == style.key_width; };
  if (style.key_width > 0 && last > header + 1 && !in_column(last - 1)) style.key_width = 0;
  if (style.before.size() > 1) style.before = " ";
  return style;
}

}  // namespace

bool is_default_profile(const TomlStatement& statement) {
  return !is_header(statement) && statement.path.size() == 1 &&
         statement.path[0] == "default_profile";
}

bool is_profiles_itself(const TomlStatement& statement) {
  return statement.kind != TomlStatementKind::table && statement.path.size() == 1 &&
         statement.path[0] == "profiles";
}

bool belongs_to(const TomlStatement& statement, std::string_view profile) {
  return statement.path.size() >= 2 && statement.path[0] == "profiles" &&
         statement.path[1] == profile;
}

bool is_header_of(const TomlStatement& statement, std::string_view profile) {
  return statement.kind == TomlStatementKind::table && statement.path.size() == 2 &&
         belongs_to(statement, profile);
}

bool is_written_elsewhere(const TomlStatement& statement, std::string_view profile) {
  if (!belongs_to(statement, profile)) return false;
  if (is_header(statement)) return statement.kind == TomlStatementKind::array_of_tables;
  // The part of the path that is its table's: at least [profiles.NAME].
  return statement.path.size() - statement.key.size() < 2;
}

std::size_t end_of_own_lines(std::string_view text, const TomlLayout& layout, std::size_t header) {
  const std::size_t next = behind_assignments(layout, header);
  const std::size_t end = layout.statements[next - 1].lines.end;
  std::size_t behind_comments = end;
  while (kind_of_line(text, behind_comments) == LineKind::comment) {
    behind_comments = behind_line(text, behind_comments);
  }
  const bool is_of_next_header =
      next < layout.statements.size() && behind_comments == layout.statements[next].lines.begin;
  return is_of_next_header ? end : behind_comments;
}

std::size_t end_of_root_keys(std::string_view text, const TomlLayout& layout) {
  const auto first_header = std::ranges::find_if(layout.statements, is_header);
  if (first_header != layout.statements.begin()) return std::prev(first_header)->lines.end;
  if (first_header == layout.statements.end()) return text.size();
  return begin_of_comment_above(text, first_header->lines.begin, layout.begin);
}

std::vector<TextRange> lines_of_profile(std::string_view text, const TomlLayout& layout,
                                        std::string_view profile) {
  std::vector<TextRange> ranges;
  for (std::size_t i = 0; i < layout.statements.size(); ++i) {
    const TomlStatement& statement = layout.statements[i];
    if (!is_header(statement) || !belongs_to(statement, profile)) continue;
    // A comment below the previous table belongs to it, unless a blank line is between them.
    const std::size_t least = i == 0 ? layout.begin : layout.statements[i - 1].lines.end;
    TextRange range{begin_of_comment_above(text, statement.lines.begin, least),
                    end_of_own_lines(text, layout, i)};
    while (kind_of_line(text, range.end) == LineKind::blank) {
      range.end = behind_line(text, range.end);
    }
    if (!ranges.empty() && ranges.back().end >= range.begin) {
      ranges.back().end = range.end;
    } else {
      ranges.push_back(range);
    }
  }
  // No blank lines at the end of the file.
  while (!ranges.empty() && ranges.back().end == text.size() &&
         ranges.back().begin > layout.begin) {
    const auto previous = previous_line(text, ranges.back().begin, layout.begin);
    if (kind_of_line(text, previous) != LineKind::blank) break;
    ranges.back().begin = previous;
  }
  return ranges;
}

std::string write_key_as_neighbours(std::string_view text, const TomlLayout& layout,
                                    std::size_t header, const std::string& key) {
  const KeyStyle style = style_of(text, layout, header);
  std::string line = write_toml_key(key);
  if (style.key_width > line.size()) {
    line.append(style.key_width - line.size(), ' ');
  } else {
    line += style.before;
  }
  return style.indentation + line + "=" + style.after;
}

std::string write_profile(const std::string& name, const TomlTable& members,
                          std::string_view line_break) {
  std::size_t width = 0;
  for (const auto& member : members) width = std::max(width, write_toml_key(member.key).size());
  std::string text = "[profiles." + write_toml_key(name) + "]";
  text += line_break;
  for (const auto& member : members) {
    std::string key = write_toml_key(member.key);
    key.append(width - key.size(), ' ');
    text.append(key).append(" = ").append(write_toml(member.value, line_break)).append(line_break);
  }
  return text;
}

}  // namespace entra_auth::profiles
