// SPDX-License-Identifier: MIT
#include "profiles/toml/lexer.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using entra_auth::profiles::line_of_overlong_dotted_key;

namespace {

std::string dots(int count) {
  std::string key = "a";
  for (int i = 0; i < count; ++i) key += ".a";
  return key;
}

}  // namespace

TEST_CASE("line_of_overlong_dotted_key: keys of up to 17 parts pass, longer ones do not") {
  CHECK_FALSE(line_of_overlong_dotted_key(dots(16) + " = 1\n"));
  CHECK(line_of_overlong_dotted_key(dots(17) + " = 1\n") == 1);
  CHECK_FALSE(line_of_overlong_dotted_key("[" + dots(16) + "]\n" + dots(16) + " = 1\n"));
  CHECK(line_of_overlong_dotted_key("\n[[ " + dots(17) + " ]]\n") == 2);
}

TEST_CASE("line_of_overlong_dotted_key: does not count dots in strings and comments") {
  const std::string d = dots(40);
  const std::vector<std::string> texts = {
      "a = \"" + d + "\"\n",
      "a = '" + d + "'\n",
      "\"" + d + "\" = 1\n",
      "# " + d + "\n",
      "a = 1 # " + d,
      "a = \"\"\"\n" + d + "\n\"" + d + "\"\"\"\n",
      "a = '''" + d + "\n'" + d + "\n" + d + "'''\n",
      "a = \"\\\"" + d + "\"\n",
      "a = 'it\\'\nb = '" + d + "'\n",
      "a = \"\"\"x" + d + "\"\"\"\"\"\nb = \"" + d + "\"\n",
      "a = [\"" + d + "\", \"" + d + "\"]\n",
  };
  for (const auto& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(line_of_overlong_dotted_key(text));
  }
}

TEST_CASE(
    "line_of_overlong_dotted_key: finds long keys behind strings and comments of every kind") {
  const std::string d = dots(40);
  struct Case {
    std::string text;
    int line;
  };
  const std::vector<Case> cases = {
      {"a = \"x\"\n" + d, 2},
      {"# it's\n" + d, 2},
      {"a = \"\"\n" + d, 2},
      {"a = ''\n" + d, 2},
      {"a = \"\"\"\n\n\"\"\"\n" + d, 4},
      {"a = \"\"\"x\"\"\"\"\"\n" + d, 2},
      {"a = { b = \"\"\"x\"\"\"\", " + d + " = 1 }", 1},
      {"a = { b = '''x'''', " + d + " = 1 }", 1},
      {"a = [\n{ " + d + " = 1 }]", 2},
      {"a = \"\\\\\"\n" + d, 2},
      {"a = 'x\\'\n" + d, 2},
      {"a = \"not closed\n" + d, 2},
  };
  for (const auto& [text, line] : cases) {
    CAPTURE(text);
    CHECK(line_of_overlong_dotted_key(text) == line);
  }
}

TEST_CASE("line_of_overlong_dotted_key: text may end in the middle of anything") {
  for (const std::string text :
       {"", "\"", "'", "\"\"\"", "'''", "\"\\", "\"\"\"\\", "\"\"\"\"", "#", ".", "\\"}) {
    CHECK_FALSE(line_of_overlong_dotted_key(text));
  }
}
