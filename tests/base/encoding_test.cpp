// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;

namespace {

std::string all_bytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

}  // namespace

TEST_CASE("the vectors of RFC 4648 section 10") {
  const std::vector<std::pair<std::string, std::string>> vectors{{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    const std::string unpadded = text.substr(0, text.find('='));
    CHECK(base64_encode(bytes) == text);
    CHECK(base64url_encode(bytes) == unpadded);
    CHECK(base64url_decode(unpadded) == bytes);
    CHECK(base64_decode_lenient(text) == bytes);
    CHECK(base64_decode_lenient(unpadded) == bytes);
  }
  CHECK(hex_encode("foobar") == "666f6f626172");
}

TEST_CASE("every byte at every offset survives base64url") {
  for (std::size_t skipped = 0; skipped < 4; ++skipped) {
    const std::string bytes = all_bytes().substr(skipped);
    CHECK(base64url_decode(base64url_encode(bytes)) == bytes);
    CHECK(base64_decode_lenient(base64_encode(bytes)) == bytes);
  }
}

TEST_CASE("the two alphabets differ in two characters") {
  CHECK(base64url_encode("\xfb\xff") == "-_8");
  CHECK(base64_encode("\xfb\xff") == "+/8=");
  CHECK(base64_decode_lenient("-_8") == "\xfb\xff");
  CHECK(base64_decode_lenient("+/8=") == "\xfb\xff");
}

TEST_CASE("base64url is decoded strictly") {
  const std::string text = GENERATE(as<std::string>{}, "Zg==", "Zm8=", "Z", "Zm9vY", "A", "Zm9vA",
                                    "+/8", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v.", "Zh", "Zm9",
                                    "Z\xc3\xa6", std::string("Zm9v\0", 5), std::string("Z\0", 2));
  CAPTURE(text);
  CHECK_FALSE(base64url_decode(text));
}

TEST_CASE("lenient base64 still refuses what cannot be meant") {
  const std::string text = GENERATE(as<std::string>{}, "Z", "Zm=9v", "=Zm9v", "Zm9v===", "Zm 9v",
                                    "Zm9v\n", "Zh==", "Zm9-*");
  CAPTURE(text);
  CHECK_FALSE(base64_decode_lenient(text));
}

TEST_CASE("only unreserved characters are left by percent encoding") {
  CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
  CHECK(percent_encode("a+b&c%d=e~f g/") == "a%2Bb%26c%25d%3De~f%20g%2F");
  CHECK(percent_encode("\xc3\xa6") == "%C3%A6");
  CHECK(percent_encode(std::string_view("\0", 1)) == "%00");
  CHECK(form_decode(percent_encode(all_bytes())) == all_bytes());
}

TEST_CASE("form decoding understands + and both cases of hex, and refuses broken escapes") {
  CHECK(form_decode("a+b%2Bc%2f") == "a b+c/");
  CHECK(form_decode("") == "");
  for (const char* text : {"%", "%4", "a%", "%zz", "%4g", "%+1", "%-1"}) {
    CAPTURE(text);
    CHECK_FALSE(form_decode(text));
  }
}

TEST_CASE("forms are encoded name by name and value by value") {
  Form form;
  CHECK(form_encode(form).expose().empty());
  form.push_back({"client_secret", Secret("a+b&c%d=e~f")});
  form.push_back({"empty", Secret()});
  form.push_back({"a name", Secret("x\ny")});
  CHECK(form_encode(form).expose() == "client_secret=a%2Bb%26c%25d%3De~f&empty=&a%20name=x%0Ay");
}

TEST_CASE("a form as JSON is an object of strings, and of the values that are JSON already") {
  Form form;
  CHECK(json_encode(form).expose() == "{}");
  form.push_back({"target", Secret("a \"b\" \\ c")});
  form.push_back({"line", Secret("x\ny\x01\xc3\xa6")});
  form.push_back({"skip_cache", Secret("true"), true});
  form.push_back({"details", Secret(R"([{"type":"t"}])"), true});
  const auto text = json_encode(form);
  const auto json = nlohmann::json::parse(text.expose());
  CHECK(json == nlohmann::json{{"target", "a \"b\" \\ c"},
                               {"line", "x\ny\x01\xc3\xa6"},
                               {"skip_cache", true},
                               {"details", {{{"type", "t"}}}}});
}
