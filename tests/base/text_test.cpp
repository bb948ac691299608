// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;
using Names = std::vector<std::string>;

TEST_CASE("trim: removes ASCII white space only") {
  CHECK(trim(" \t\r\n\f\va b\n") == "a b");
  CHECK(trim("").empty());
  CHECK(trim(" \n").empty());
  CHECK(trim("\xc2\xa0x") == "\xc2\xa0x");
}

TEST_CASE("split, join: split drops empty parts and join is its opposite") {
  CHECK(split("a b,,c ", " ,") == Names{"a", "b", "c"});
  CHECK(split("", ",").empty());
  CHECK(split(",,", ",").empty());
  CHECK(split("abc", ",") == Names{"abc"});
  CHECK(join(Names{"a", "", "b"}, ", ") == "a, , b");
  CHECK(join(Names{}, ", ").empty());
}

TEST_CASE("to_lower, equals_ignoring_case: change ASCII letters only") {
  CHECK(to_lower("AZ\xc3\x86[@") == "az\xc3\x86[@");
  CHECK(equals_ignoring_case("Bearer", "bEARER"));
  CHECK_FALSE(equals_ignoring_case("Bearer", "Bearer "));
  CHECK_FALSE(equals_ignoring_case("[", "{"));
}

TEST_CASE("is_valid_utf8: follows RFC 3629") {
  for (const char* text : {"", "a", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                           "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    CHECK(is_valid_utf8(text));
  }
  for (const char* text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xe0\x80\x80", "\xe0\x9f\xbf",
                           "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
                           "\xf5\x80\x80\x80", "\xff", "a\xe2\x82", "\xe2\x82z"}) {
    CHECK_FALSE(is_valid_utf8(text));
  }
}

TEST_CASE("parse_digits: accepts digits only") {
  CHECK(parse_digits("0") == 0);
  CHECK(parse_digits("007") == 7);
  CHECK(parse_digits("9223372036854775807") == 9223372036854775807);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "١"}) {
    CHECK_FALSE(parse_digits(text));
  }
}

TEST_CASE("nearest_names: nearest first, and no distant ones") {
  const Names keys{"client_id", "client_secret", "tenant_id", "scopes", "resource", "cloud"};
  CHECK(nearest_names("client_secrt", keys) == Names{"client_secret"});
  CHECK(nearest_names("Client_ID", keys) == Names{"client_id"});
  CHECK(nearest_names("scpoes", keys) == Names{"scopes"});
  CHECK(nearest_names("secret", keys) == Names{"client_secret"});
  CHECK(nearest_names("zzzzzz", keys).empty());
  CHECK(nearest_names("", keys).empty());
  CHECK(nearest_names("client_id", keys, 1) == Names{"client_id"});
  CHECK(nearest_names(std::string(1'000'000, 'a'), keys).empty());
  CHECK(nearest_names("aaa", Names{std::string(1'000'000, 'a')}).empty());
}

TEST_CASE("for_terminal: every hostile character becomes visible") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"plain text, æøå 日本 😀", "plain text, æøå 日本 😀"},
      {"\x1b[2J", "\\x1b[2J"},
      {"\x1b]52;c;ZXZpbA==\x07", "\\x1b]52;c;ZXZpbA==\\x07"},
      {"\x1b]8;;https://evil\x1b\\", "\\x1b]8;;https://evil\\x1b\\"},
      {"\x9b"
       "2J",
       "\\x9b2J"},
      {"\xc2\x9b"
       "2J",
       "\\x9b2J"},
      {"\xc2\x85", "\\x85"},
      {"over\rwrite\b\x7f", "over\\x0dwrite\\x08\\x7f"},
      {"a\nb\tc", "a\\x0ab\\x09c"},
      {std::string("a\0b", 3), "a\\x00b"},
      {"\xe2\x80\xae"
       "gnp.exe",
       "\\u{202e}gnp.exe"},
      {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u{2066}x\\u{2069}"},
      {"\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf", "\\u{200b}\\u{200d}\\u{feff}"},
      {"\xe2\x80\xa8\xe2\x80\xa9", "\\u{2028}\\u{2029}"},
      {"\xd8\x9c", "\\u{061c}"},
      {"\xcd\x8f", "\\u{034f}"},
      {"\xef\xbe\xa0", "\\u{ffa0}"},
      {"\xf3\xa0\x81\x81", "\\u{e0041}"},
      {"\xc2\xad", "\\xad"},
      {"\xff\xfe\xc0\x80", "\\xff\\xfe\\xc0\\x80"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"\xe2\x82", "\\xe2\\x82"},
  };
  for (const auto& [text, shown] : cases) CHECK(for_terminal(text) == shown);
}

TEST_CASE("for_terminal: no byte sequence yields a control character") {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second)};
      const std::string shown = for_terminal(text);
      if (!is_valid_utf8(shown)) FAIL(first << " " << second);
      for (const char c : shown) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) FAIL(first << " " << second);
      }
      if (shown.find("\xc2\x9b") != std::string::npos) FAIL(first << " " << second);
    }
  }
}

TEST_CASE("for_terminal_multiline: keeps line breaks and tabs and nothing else") {
  CHECK(for_terminal_multiline("a\n\tb\r\x1b\v") == "a\n\tb\\x0d\\x1b\\x0b");
}

TEST_CASE("for_terminal: long text ends in an ellipsis") {
  CHECK(for_terminal("12345", 5) == "12345");
  CHECK(for_terminal("123456", 5) == "12345…");
  CHECK(for_terminal("1234æ5", 5) == "1234æ…");
  const std::string shown = for_terminal(std::string(10'000'000, '\x1b'));
  CHECK(shown.size() < 2100);
  CHECK(shown.ends_with("…"));
}

TEST_CASE("shell_quote: the text is one word for a shell") {
  CHECK(shell_quote("") == "''");
  CHECK(shell_quote("a b") == "'a b'");
  CHECK(shell_quote("it's $(x) `y` \\") == "'it'\\''s $(x) `y` \\'");
}
