// SPDX-License-Identifier: MIT
#include "base/json.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

using namespace entra_auth;

TEST_CASE("parse_own_json_object: returns an object or nullopt") {
  CHECK(parse_own_json_object(R"({"a":1})")->at("a") == 1);
  for (const char* text : {"", "[]", "1", "{", "{}x", "null"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_own_json_object(text));
  }
}

namespace {

constexpr long long kMax = std::numeric_limits<long long>::max();

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

Json object(const std::string& text) {
  auto value = parse_json_object(text);
  REQUIRE(value);
  return *value;
}

bool is_integer(const std::string& value, long long least = 0, long long most = kMax) {
  const auto number = optional_integer(object("{\"n\":" + value + "}"), "n", least, most);
  return number && *number;
}

}  // namespace

TEST_CASE("parse_json: reads ordinary JSON") {
  CHECK(parse_json("{}").value().is_object());
  CHECK(parse_json(" [1, 2]\n").value().size() == 2);
  CHECK(parse_json("null").value().is_null());
  CHECK(object(R"({"a":"\u00e6\u0000"})")["a"] == std::string("\xc3\xa6\0", 3));
}

TEST_CASE("parse_json: refuses anything but one valid JSON text without quoting it") {
  const std::string text = GENERATE(
      as<std::string>{}, "", " ", "<html>", "{", "{}{}", "{} x", "{\"canary\":1,}", "{'canary':1}",
      "{\"canary\" 1}", "[1e400]", "[-1e400]", "[01]", "[NaN]", "[+1]", "[\"canary\xff\"]",
      "[\"\xed\xa0\x80\"]", "[\"\\ud800\"]", "[\"canary\n\"]", "// canary\n{}", "/*canary*/{}",
      "\xEF\xBB\xBF{}", std::string("\xFF\xFE{\0}\0", 6), std::string("{}\0canary", 9),
      std::string("{}\0", 3), std::string("\0{}", 3), std::string("[\"a\0b\"]", 7));
  CAPTURE(text);
  const auto value = parse_json(text);
  REQUIRE_FALSE(value);
  CHECK(value.error().kind == ErrorKind::unexpected);
  CHECK_FALSE(value.error().message.empty());
  CHECK(value.error().message.find("canary") == std::string::npos);
}

TEST_CASE("parse_json: bounds the nesting, however deep the text is") {
  CHECK(parse_json(nested(kResponseDepth)));
  CHECK_FALSE(parse_json(nested(kResponseDepth + 1)));
  CHECK(parse_json(nested(kTokenDepth), kTokenDepth));
  CHECK_FALSE(parse_json(nested(kTokenDepth + 1), kTokenDepth));
  CHECK(parse_json(nested(100'000)).error().message == "nested deeper than 32 levels");
  CHECK_FALSE(parse_json(std::string(10'000'000, '[')));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK(parse_json(objects).error().message == "nested deeper than 32 levels");
  CHECK(parse_json("[" + nested(31) + "," + nested(31) + "]"));  // siblings do not add up
}

TEST_CASE("parse_json: refuses duplicate keys at every level") {
  for (const char* text : {R"({"a":1,"a":2})", R"({"a":1,"b":2,"a":1})", R"({"a":1,"\u0061":2})",
                           R"([{"x":{"alg":"RS256","alg":"none"}}])", R"({"":1,"":2})"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_json(text));
  }
  CHECK(parse_json(R"({"a":{"a":1},"b":[{"a":1},{"a":2}],"A":1})"));
  const auto hostile = parse_json("{\"\\u001b[2J\":1,\"\\u001b[2J\":2}");
  CHECK(hostile.error().message == "a key occurs twice: \\x1b[2J");
}

TEST_CASE("parse_json_object: refuses other values") {
  for (const char* text : {"null", "[]", "\"str\"", "1", "true"}) {
    CHECK(parse_json_object(text).error().message == "not a JSON object");
  }
}

TEST_CASE("optional_string, optional_bool: convert nothing") {
  const Json value = object(R"({"s":"x","n":null,"i":1,"t":true,"f":false,"z":""})");
  CHECK(optional_string(value, "s").value() == "x");
  CHECK(optional_string(value, "z").value() == "");
  CHECK_FALSE(optional_string(value, "n").value());
  CHECK_FALSE(optional_string(value, "absent").value());
  CHECK(optional_string(value, "i").error().message == "\"i\" is not a string");
  CHECK(optional_bool(value, "t").value() == true);
  CHECK(optional_bool(value, "f").value() == false);
  CHECK_FALSE(optional_bool(value, "n").value());
  CHECK_FALSE(optional_bool(value, "i"));
  CHECK_FALSE(optional_bool(value, "s"));
  CHECK(string_or(value, "s") == "x");
  CHECK(string_or(value, "i", "fallback") == "fallback");
  CHECK(string_or(value, "absent").empty());
  CHECK_FALSE(optional_string(Json::array(), "s").value());
}

TEST_CASE("optional_integer: checks type, sign and range") {
  CHECK(optional_integer(object(R"({"n":3599})"), "n", 0, kMax).value() == 3599);
  CHECK(optional_integer(object(R"({"n":"3599"})"), "n", 0, kMax).value() == 3599);
  CHECK_FALSE(optional_integer(object(R"({"n":null})"), "n", 0, kMax).value());
  CHECK_FALSE(optional_integer(object("{}"), "n", 0, kMax).value());

  CHECK(is_integer("0"));
  CHECK(is_integer("9223372036854775807"));
  CHECK(is_integer("-1", -1));
  CHECK_FALSE(is_integer("-1"));
  CHECK_FALSE(is_integer("-9223372036854775808"));
  CHECK(is_integer("-9223372036854775808", std::numeric_limits<long long>::min()));
  CHECK_FALSE(is_integer("9223372036854775808"));
  CHECK_FALSE(is_integer("18446744073709551615"));
  CHECK_FALSE(is_integer("99999999999999999999"));
  CHECK_FALSE(is_integer("true"));
  CHECK_FALSE(is_integer("3599.9"));
  CHECK_FALSE(is_integer("3599.0"));
  CHECK_FALSE(is_integer("1e3"));
  CHECK_FALSE(is_integer("[1]"));
  CHECK(is_integer("60", 1, 60));
  CHECK_FALSE(is_integer("61", 1, 60));
  CHECK_FALSE(is_integer("0", 1, 60));
  CHECK_FALSE(is_integer("0", -5, -1));
  for (const char* text : {R"("")", R"("-1")", R"("+1")", R"(" 1")", R"("1 ")", R"("1.0")",
                           R"("0x1")", R"("x")", R"("9223372036854775808")", R"("1\u0000")"}) {
    CAPTURE(text);
    CHECK_FALSE(is_integer(text));
  }
}

TEST_CASE("to_ascii_json: writes ASCII and survives invalid UTF-8") {
  OrderedJson value;
  value["z"] = "\x1b[2J\x7f\xc2\x9b\xe2\x80\xae\xc3\xa6\xf0\x9f\x98\x80";
  value["a"] = "broken \xff";
  CHECK(to_ascii_json(value) ==
        R"({"z":"\u001b[2J\u007f\u009b\u202e\u00e6\ud83d\ude00","a":"broken \ufffd"})");
  CHECK(to_ascii_json(value, 2).starts_with("{\n  \"z\""));
}

TEST_CASE("parse_ordered_json: keeps the order and has the same guards") {
  CHECK(parse_ordered_json(R"({"b":1,"a":{"d":2,"c":3}})")->dump() ==
        R"({"b":1,"a":{"d":2,"c":3}})");
  CHECK_FALSE(parse_ordered_json(R"({"a":1,"a":2})"));
  CHECK_FALSE(parse_ordered_json("{"));
}
