// SPDX-License-Identifier: MIT
// Where headers, keys and values are in the text of a TOML file, for edits that change nothing
// else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// Half open: bytes begin..end-1 of the text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct TomlKeyPart {
  std::string name;  // without quotes
  TextRange text;    // with its quotes
};

enum class TomlStatementKind : std::uint8_t { table, array_of_tables, assignment };

/// A table header or an assignment.
struct TomlStatement {
  TomlStatementKind kind = TomlStatementKind::assignment;
  int line = 0;                     // 1-based
  TextRange lines{};                // whole lines, with the last line break
  std::vector<TomlKeyPart> key{};   // as it is written
  std::vector<std::string> path{};  // from the root: the key behind that of its table
  std::size_t equals = 0;           // an assignment's `=`
  TextRange value{};                // an assignment's, without white space and comment around it
};

struct TomlLayout {
  std::vector<TomlStatement> statements;  // in the order of the text
  std::size_t begin = 0;                  // behind a byte order mark
  std::string_view line_break;            // "\n" or "\r\n": that of the first line
};

/// For text that `parse_toml` has accepted. For other text the layout is meaningless, but within
/// the bounds of the text.
[[nodiscard]] TomlLayout read_toml_layout(std::string_view text);

enum class LineKind : std::uint8_t { blank, comment, other };
/// The kind of the line that begins there; the end of the text is `other`.
[[nodiscard]] LineKind kind_of_line(std::string_view text, std::size_t line_begin);
/// Behind the line's break, or the end of the text.
[[nodiscard]] std::size_t behind_line(std::string_view text, std::size_t at);
/// The beginning of the line before the one that begins there, but not before `least`.
[[nodiscard]] std::size_t previous_line(std::string_view text, std::size_t line_begin,
                                        std::size_t least);

}  // namespace entra_auth::profiles
