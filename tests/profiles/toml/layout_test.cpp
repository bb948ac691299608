// SPDX-License-Identifier: MIT
#include "profiles/toml/layout.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth::profiles;

namespace {

std::string at(const std::string& text, TextRange range) {
  return text.substr(range.begin, range.end - range.begin);
}

using Path = std::vector<std::string>;

}  // namespace

TEST_CASE("read_toml_layout: headers and assignments with their lines and values") {
  const std::string text =
      "# head\n"
      "default_profile = 'a'  # which\n"
      "\n"
      "[ profiles . \"b.c\" ]  # table\n"
      "  tenant_id='t'\n"
      "scopes = [ # first\n"
      "  \"x ] # no comment\",\n"
      "  'y',\n"
      "] # behind\n"
      "note = \"\"\"\n"
      "[profiles.no]\n"
      "\\\"\"\" = 1\"\"\"\"\n"
      "client_secret = { command = ['a', \"}\"] }\n"
      "extra_parameters.\"k\\u0065y\" = 'v'\n"
      "[[other]]\n"
      "last = true";
  const auto layout = read_toml_layout(text);
  CHECK(layout.begin == 0);
  CHECK(layout.line_break == "\n");
  REQUIRE(layout.statements.size() == 9);
  const auto& statements = layout.statements;
  CHECK(statements[0].path == Path{"default_profile"});
  CHECK(at(text, statements[0].value) == "'a'");
  CHECK(at(text, statements[0].lines) == "default_profile = 'a'  # which\n");
  CHECK(statements[1].kind == TomlStatementKind::table);
  CHECK(statements[1].path == Path{"profiles", "b.c"});
  CHECK(at(text, statements[1].key[1].text) == "\"b.c\"");
  CHECK(statements[1].line == 4);
  CHECK(statements[2].path == Path{"profiles", "b.c", "tenant_id"});
  CHECK(at(text, statements[2].value) == "'t'");
  CHECK(text[statements[2].equals] == '=');
  CHECK(at(text, statements[3].value) == "[ # first\n  \"x ] # no comment\",\n  'y',\n]");
  CHECK(at(text, statements[4].value) == "\"\"\"\n[profiles.no]\n\\\"\"\" = 1\"\"\"\"");
  CHECK(at(text, statements[5].value) == "{ command = ['a', \"}\"] }");
  CHECK(statements[6].path == Path{"profiles", "b.c", "extra_parameters", "key"});
  CHECK(statements[7].kind == TomlStatementKind::array_of_tables);
  CHECK(statements[8].path == Path{"other", "last"});
  CHECK(statements[8].line == 16);
  CHECK(at(text, statements[8].lines) == "last = true");
}

TEST_CASE("read_toml_layout: knows the byte order mark and CRLF") {
  const std::string text = "\xEF\xBB\xBF# x\r\na = 1 \r\n[t]\r\n";
  const auto layout = read_toml_layout(text);
  CHECK(layout.begin == 3);
  CHECK(layout.line_break == "\r\n");
  REQUIRE(layout.statements.size() == 2);
  CHECK(at(text, layout.statements[0].value) == "1");
  CHECK(at(text, layout.statements[1].lines) == "[t]\r\n");
}

TEST_CASE("read_toml_layout: stays within the bounds of text that is not TOML") {
  for (const std::string text :
       {"[", "[[", "=", "a", "a =", "a = [", "a = \"", "a = \"\\", "'''", "\xEF\xBB\xBF", "a = {\n",
        ".", "a..b = 1", "]", "[a", "\r", "#"}) {
    CAPTURE(text);
    for (const auto& statement : read_toml_layout(text).statements) {
      CHECK(statement.lines.begin <= statement.lines.end);
      CHECK(statement.lines.end <= text.size());
      CHECK(statement.value.begin <= statement.value.end);
      CHECK(statement.value.end <= text.size());
      CHECK_FALSE(statement.key.empty());
    }
  }
}

TEST_CASE("kind_of_line: knows kinds of lines and their neighbours") {
  const std::string text = "a\n\n # c\n\t\nb";
  CHECK(kind_of_line(text, 0) == LineKind::other);
  CHECK(kind_of_line(text, 2) == LineKind::blank);
  CHECK(kind_of_line(text, 3) == LineKind::comment);
  CHECK(kind_of_line(text, 8) == LineKind::blank);
  CHECK(kind_of_line(text, text.size()) == LineKind::other);
  CHECK(behind_line(text, 3) == 8);
  CHECK(behind_line(text, 10) == 11);
  CHECK(previous_line(text, 8, 0) == 3);
  CHECK(previous_line(text, 3, 0) == 2);
  CHECK(previous_line(text, 2, 0) == 0);
  CHECK(previous_line(text, 0, 0) == 0);
  CHECK(previous_line(text, 8, 5) == 5);
}
