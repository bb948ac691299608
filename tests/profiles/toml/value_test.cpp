// SPDX-License-Identifier: MIT
#include "profiles/toml/value.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth::profiles;

namespace {

TomlValue text(std::string content) { return {.line = 0, .content = std::move(content)}; }

TomlValue list(const std::vector<std::string>& texts) {
  TomlArray array;
  for (const auto& each : texts) array.push_back(text(each));
  return {.line = 0, .content = std::move(array)};
}

TomlValue table(TomlTable members) { return {.line = 0, .content = std::move(members)}; }

}  // namespace

TEST_CASE("write_toml: writes values as people write them") {
  CHECK(write_toml(text("plain")) == "\"plain\"");
  CHECK(write_toml(text("")) == "\"\"");
  CHECK(write_toml(text("q\" b\\ t\t n\n r\r \x01 \x7f é")) ==
        "\"q\\\" b\\\\ t\\t n\\n r\\r \\u0001 \\u007f é\"");
  CHECK(write_toml({.line = 0, .content = std::int64_t{-5}}) == "-5");
  CHECK(write_toml({.line = 0, .content = true}) == "true");
  CHECK(write_toml(list({})) == "[]");
  CHECK(write_toml(list({"a", "b"})) == "[\"a\", \"b\"]");
  CHECK(write_toml(table({{"env", 0, text("X")}})) == "{ env = \"X\" }");
  CHECK(write_toml(table({{"command", 0, list({"pass", "x y"})}})) ==
        "{ command = [\"pass\", \"x y\"] }");
}

TEST_CASE("write_toml: a long array has a line for each element, an inline table has one line") {
  const std::string scope(50, 's');
  CHECK(write_toml(list({scope, scope}), "\r\n") ==
        "[\r\n  \"" + scope + "\",\r\n  \"" + scope + "\",\r\n]");
  CHECK(write_toml(list({std::string(200, 's')})).find('\n') == std::string::npos);
  const auto inline_table = write_toml(table({{"command", 0, list({scope, scope})}}));
  CHECK(inline_table.find('\n') == std::string::npos);
}

TEST_CASE("write_toml_key: quotes a key only if it must") {
  CHECK(write_toml_key("a-b_C9") == "a-b_C9");
  CHECK(write_toml_key("a.b") == "\"a.b\"");
  CHECK(write_toml_key("") == "\"\"");
  CHECK(write_toml_key("é\"") == "\"é\\\"\"");
}

TEST_CASE("write_toml: what is written is read back as the same value") {
  std::string every_byte;
  for (int c = 1; c < 128; ++c) every_byte += static_cast<char>(c);
  const TomlTable members = {
      {"plain", 0, text("x")},
      {"key with space", 0, text(every_byte + "åß€😀\u202e")},
      {"empty", 0, list({})},
      {"list", 0, list({std::string(90, 'x'), "'", "\"\"\"", "\\"})},
      {"table", 0,
       table({{"a.b", 0, text("\n")}, {"n", 0, {.line = 0, .content = std::int64_t{7}}}})},
      {"flag", 0, {.line = 0, .content = false}},
  };
  std::string document;
  for (const auto& member : members) {
    document += write_toml_key(member.key) + " = " + write_toml(member.value) + "\n";
  }
  CAPTURE(document);
  const auto parsed = parse_toml(document, "f");
  REQUIRE(parsed);
  CHECK(is_same(*parsed, members));
}

TEST_CASE("is_same: compares values, not lines and order") {
  const TomlTable a = {{"x", 1, text("1")}, {"y", 2, list({"a", "b"})}};
  const TomlTable b = {{"y", 9, list({"a", "b"})}, {"x", 8, text("1")}};
  CHECK(is_same(a, b));
  CHECK_FALSE(is_same(a, {{"x", 1, text("1")}}));
  CHECK_FALSE(is_same(a, {{"x", 1, text("1")}, {"z", 2, list({"a", "b"})}}));
  CHECK_FALSE(is_same(a, {{"x", 1, text("1")}, {"y", 2, list({"b", "a"})}}));
  CHECK_FALSE(is_same(text("1"), {.line = 0, .content = std::int64_t{1}}));
  CHECK_FALSE(is_same(text("1"), text("2")));
}
