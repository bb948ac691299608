// SPDX-License-Identifier: MIT
#include "profiles/toml/document.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

template <class Type>
const Type& get(const TomlTable& table, std::string_view key) {
  const auto* member = find_member(table, key);
  REQUIRE(member != nullptr);
  return std::get<Type>(member->value.content);
}

std::string repeat(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("parse_toml: values keep their types, members their order and lines") {
  const auto document = parse_toml(
      "z = 'text'\n"
      "a = 42\n"
      "m = [ true,\n"
      "      \"\\u00f8\" ]\n"
      "d = 1.5\n"
      "t = 2026-01-01\n"
      "\n"
      "[profiles.beta]\n"
      "y = 1\n"
      "x = { env = 'E' }\n"
      "[profiles.alpha]\n",
      "f");
  REQUIRE(document);
  std::vector<std::string> keys;
  std::vector<int> lines;
  for (const auto& member : *document) {
    keys.push_back(member.key);
    lines.push_back(member.line);
  }
  CHECK(keys == std::vector<std::string>{"z", "a", "m", "d", "t", "profiles"});
  CHECK(lines == std::vector<int>{1, 2, 3, 5, 6, 8});
  CHECK(get<std::string>(*document, "z") == "text");
  CHECK(get<std::int64_t>(*document, "a") == 42);
  const auto& array = get<TomlArray>(*document, "m");
  REQUIRE(array.size() == 2);
  CHECK(std::get<bool>(array[0].content));
  CHECK(std::get<std::string>(array[1].content) == "ø");
  CHECK(array[1].line == 4);
  CHECK(std::holds_alternative<TomlOther>(find_member(*document, "d")->value.content));
  CHECK(std::holds_alternative<TomlOther>(find_member(*document, "t")->value.content));
  const auto& profiles = get<TomlTable>(*document, "profiles");
  REQUIRE(profiles.size() == 2);
  CHECK(profiles[0].key == "beta");
  CHECK(profiles[1].key == "alpha");
  const auto& beta = std::get<TomlTable>(profiles[0].value.content);
  CHECK(beta[0].line == 9);
  CHECK(beta[1].line == 10);
  CHECK(get<std::string>(get<TomlTable>(beta, "x"), "env") == "E");
  CHECK(find_member(beta, "w") == nullptr);
}

TEST_CASE("parse_toml: accepts a byte order mark, CRLF and a missing last line end") {
  for (const std::string text : {"\xef\xbb\xbf"
                                 "a = 1\nb = 2\n",
                                 "a = 1\r\nb = 2\r\n", "a = 1\nb = 2"}) {
    const auto document = parse_toml(text, "f");
    REQUIRE(document);
    REQUIRE(document->size() == 2);
    CHECK((*document)[1].line == 2);
  }
  CHECK(parse_toml("", "f")->empty());
}

TEST_CASE("parse_toml: a syntax error names file and line and quotes nothing of the file") {
  struct Case {
    std::string line;  // the third of the file
    std::string meaning;
  };
  // Every line holds what could be a secret.
  const std::vector<Case> cases = {
      {"client_secret = CANARY9f", "a value is neither quoted nor a number"},
      {"client_secret = 9fCANARY", "a value is neither quoted nor a number"},
      {"client_secret = 8Q~CANARY9f", "a value is neither quoted nor a number"},
      {"client_secret = 99999999999999999999990000CANARY",
       "a value is neither quoted nor a number"},
      {"client_secret = 99999999999999999999", "a value is neither quoted nor a number"},
      {"client_secret = 0x99999999999999999999", "a value is neither quoted nor a number"},
      {"client_secret = \"CANARY9f",
       "a string is not closed on its line, or has a control character"},
      {"client_secret = 'CANARY9f",
       "a string is not closed on its line, or has a control character"},
      {"client_secret = \"CANARY\\q9f\"", "a string has an unknown escape sequence"},
      {"client_secret = \"a\" CANARY9f", "there is text behind the end of a value"},
      {"client_secret CANARY9f", "a key lacks its `=`"},
      {"client_secret =", "a value is missing behind `=`"},
      {"first = 'CANARY9f'", "a key or table is defined a second time"},
      {"[CANARY9f", "a table name lacks its closing `]`"},
      {"x = { env = 'CANARY9f'", "an inline table is not closed on its line"},
      {"x = { env = 'CANARY9f', }", "an inline table ends in a comma"},
      {"x = \"CANARY\x01\"", "a string is not closed on its line, or has a control character"},
      {"x = \"CANARY\xff\"", "the file is not valid UTF-8"},
      {"x = True", "a value begins like true or false and is neither"},
      {"client_secret = 00000000-0000-0000-0000-000000009999",
       "a value is neither quoted nor a number"},
      {"CANARY9f", "a key lacks its `=`"},
      {"=CANARY9f", "this is not valid TOML"},
      {"x = \u201cCANARY9f\u201d", "a value is neither quoted nor a number"},
  };
  for (const auto& [line, meaning] : cases) {
    CAPTURE(line);
    const auto document = parse_toml("first = 1\n\n" + line + "\n", "/p.toml");
    REQUIRE_FALSE(document);
    const Error& error = document.error();
    CHECK(error.kind == ErrorKind::invalid_configuration);
    CHECK(error.message.starts_with("/p.toml:3:"));
    CHECK(error.message.ends_with(": " + meaning));
    for (const std::string canary : {"CANARY", "9999", "9f"}) {
      CHECK(error.message.find(canary) == std::string::npos);
      for (const auto& hint : error.hints) CHECK(hint.find(canary) == std::string::npos);
    }
  }
}

TEST_CASE("parse_toml: refuses arrays and multi-line strings that are not closed") {
  for (const std::string text :
       {"a = [1,\n2\n", "a = [1\n2]\n", "a = \"\"\"x\n\n", "a = '''x", "a = {"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_toml(text, "f"));
  }
}

TEST_CASE("parse_toml: refuses a NUL byte") {
  const auto document = parse_toml(std::string("a = 1\n\0b = 2\n", 13), "f");
  REQUIRE_FALSE(document);
  CHECK(document.error().message.starts_with("f:2:"));
  CHECK_FALSE(parse_toml(std::string("a = \"x\0y\"\n", 10), "f"));
}

TEST_CASE("parse_toml: refuses keys and tables that are defined twice") {
  for (const std::string text : {"a = 1\na = 2\n", "[a]\n[a]\n", "a = 1\n[a]\n", "a.b = 1\na = 2\n",
                                 "x = { a = 1, a = 2 }\n", "a = { b = 1 }\n[a.c]\n"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_toml(text, "f"));
  }
}

TEST_CASE("parse_toml: hostile depth is an error, not a stack overflow") {
  const std::vector<std::string> texts = {
      "a = " + repeat("[", 1'000'000),
      "a = " + repeat("[", 20) + repeat("]", 20),
      "a = " + repeat("{ a = ", 100'000),
      repeat("a.", 500'000) + "a = 1\n",
      "[" + repeat("a.", 500'000) + "a]\n",
      "[" + repeat("a . ", 250'000) + "a]\n",
      "x = { b = '''y'''', " + repeat("a.", 500'000) + "a = 1 }\n",
  };
  for (const auto& text : texts) {
    CAPTURE(text.substr(0, 20));
    const auto document = parse_toml(text, "f");
    REQUIRE_FALSE(document);
    CHECK(document.error().kind == ErrorKind::invalid_configuration);
    CHECK(document.error().message.size() < 200);
  }
}

TEST_CASE("parse_toml: the deepest accepted document can be converted and destroyed") {
  const std::string step = "{ " + repeat("a.", 16) + "a = ";
  CHECK(parse_toml("a = " + repeat(step, 15) + "1" + repeat("}", 15), "f"));
  CHECK_FALSE(parse_toml("a = " + repeat(step, 16) + "1" + repeat("}", 16), "f"));
}

TEST_CASE("parse_toml: text that toml++ asserts on is a syntax error") {
  for (const std::string text : {"[=]", "[\n]", "[/]", "[[=]]", "[#]", "[", "[[", "[a.=]", "[.]"}) {
    CAPTURE(text);
    const auto document = parse_toml(text, "f");
    REQUIRE_FALSE(document);
    CHECK(document.error().message.starts_with("f:"));
  }
}

TEST_CASE("parse_toml: truncated text is read or refused") {
  const std::string text =
      "default_profile = \"a\"\n[profiles.\"a\"]\nx = { env = 'E', y.z = [1, 2.5, true] }\n"
      "t = \"\"\"m\\u00f8l\n\"\"\" # end\nd = 2026-01-01T00:00:00Z\n";
  REQUIRE(parse_toml(text, "f"));
  for (std::size_t size = 0; size < text.size(); ++size) {
    (void)parse_toml(text.substr(0, size), "f");
    std::string changed = text;
    changed[size] = static_cast<char>(changed[size] ^ '\x01');
    (void)parse_toml(changed, "f");
    changed[size] = static_cast<char>(text[size] ^ '\x80');
    (void)parse_toml(changed, "f");
  }
}
