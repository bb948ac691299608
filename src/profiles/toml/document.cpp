// SPDX-License-Identifier: MIT
#include "profiles/toml/document.hpp"

#include "profiles/toml/lexer.hpp"

// toml++ 3.3 asserts what its next lines then handle as syntax errors: `[=]` ends the process.
// Without NDEBUG its assertions are never turned into assumptions of the optimizer.
#undef NDEBUG
#define TOML_ASSERT(condition) static_assert(true)
// Together with the guard for dotted keys this bounds the recursion below and in toml++.
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace entra_auth::profiles {
namespace {

struct Explanation {
  std::string_view marker;  // in toml++'s description, which may quote the file
  std::string_view meaning;
  std::string_view remedy;
};

constexpr std::string_view kGeneric = "this is not valid TOML";
constexpr std::string_view kUnquoted = "a value is neither quoted nor a number";
constexpr std::string_view kQuoteIt = "put text in quotes: key = \"text\"";
constexpr std::string_view kOpenString =
    "a string is not closed on its line, or has a control character";

constexpr std::array kExplanations = {
    Explanation{"cannot redefine", "a key or table is defined a second time", ""},
    Explanation{"cannot insert", "a table is extended that was closed on its own line", ""},
    Explanation{"exceeded maximum nested", "values are nested too deeply", ""},
    Explanation{"could not determine value type", kUnquoted, kQuoteIt},
    Explanation{"while parsing decimal", kUnquoted, kQuoteIt},
    Explanation{"while parsing hexadecimal", kUnquoted, kQuoteIt},
    Explanation{"while parsing floating", kUnquoted, kQuoteIt},
    Explanation{"while parsing date", kUnquoted, kQuoteIt},
    Explanation{"while parsing boolean", "a value begins like true or false and is neither",
                kQuoteIt},
    Explanation{"expected value, saw", "a value is missing behind `=`", ""},
    Explanation{"string: encountered end-of-file", "a string is not closed", ""},
    Explanation{"control characters other than TAB", kOpenString, ""},
    Explanation{"unknown escape sequence", "a string has an unknown escape sequence",
                "write a backslash as \\\\, or use single quotes: key = 'text'"},
    Explanation{"invalid utf-8", "the file is not valid UTF-8", ""},
    Explanation{"while parsing table header: expected ']'", "a table name lacks its closing `]`",
                ""},
    Explanation{"dangling comma", "an inline table ends in a comma", ""},
    Explanation{"while parsing inline table", "an inline table is not closed on its line", ""},
    Explanation{"while parsing array", "an array lacks a comma or its closing `]`", ""},
    Explanation{"expected a comment or whitespace", "there is text behind the end of a value",
                "one setting per line"},
    Explanation{"expected '='", "a key lacks its `=`", ""},
};

tl::unexpected<Error> syntax_error(std::string_view file, int line, int column,
                                   std::string_view meaning, std::string_view remedy) {
  std::string message(file);
  message += ":" + std::to_string(line);
  if (column > 0) message += ":" + std::to_string(column);
  message.append(": ").append(meaning);
  std::vector<std::string> hints;
  if (!remedy.empty()) hints.emplace_back(remedy);
  return fail(ErrorKind::invalid_configuration, std::move(message), std::move(hints));
}

tl::unexpected<Error> explain(const toml::parse_error& error, std::string_view file) {
  const auto begin = error.source().begin;
  const auto found = std::ranges::find_if(kExplanations, [&](const Explanation& explanation) {
    return error.description().find(explanation.marker) != std::string_view::npos;
  });
  const bool known = found != kExplanations.end();
  return syntax_error(file, static_cast<int>(begin.line), static_cast<int>(begin.column),
                      known ? found->meaning : kGeneric, known ? found->remedy : "");
}

int line_of(const toml::source_region& source) { return static_cast<int>(source.begin.line); }

TomlValue convert(const toml::node& node);

TomlTable convert(const toml::table& table) {
  // toml++ sorts by name.
  std::vector<std::pair<const toml::key*, const toml::node*>> members;
  members.reserve(table.size());
  for (auto&& [key, node] : table) members.emplace_back(&key, &node);
  std::ranges::sort(members, {}, [](const auto& member) {
    const auto begin = member.first->source().begin;
    return std::pair(begin.line, begin.column);
  });
  TomlTable converted;
  converted.reserve(members.size());
  for (const auto& [key, node] : members) {
    converted.push_back({std::string(key->str()), line_of(key->source()), convert(*node)});
  }
  return converted;
}

TomlArray convert(const toml::array& array) {
  TomlArray converted;
  converted.reserve(array.size());
  for (const auto& node : array) converted.push_back(convert(node));
  return converted;
}

TomlValue convert(const toml::node& node) {
  TomlValue value{.line = line_of(node.source()), .content = TomlOther{}};
  if (const auto* text = node.as_string()) {
    value.content = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.content = integer->get();
  } else if (const auto* boolean = node.as_boolean()) {
    value.content = boolean->get();
  } else if (const auto* array = node.as_array()) {
    value.content = convert(*array);
  } else if (const auto* table = node.as_table()) {
    value.content = convert(*table);
  }
  return value;
}

}  // namespace

const TomlMember* find_member(const TomlTable& table, std::string_view key) {
  const auto found = std::ranges::find(table, key, &TomlMember::key);
  return found == table.end() ? nullptr : &*found;
}

Result<TomlTable> parse_toml(std::string_view text, std::string_view file) {
  if (const auto line = line_of_overlong_dotted_key(text)) {
    return syntax_error(file, *line, 0, "a key has too many parts, or a value is not quoted",
                        "put text in quotes: key = \"text\"");
  }
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) return explain(parsed.error(), file);
  return convert(parsed.table());
}

}  // namespace entra_auth::profiles
