// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"

#include "base/form.hpp"

#include <catch2/catch.hpp>

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

TEST_CASE("base64url, base64, hex: encode the vectors of RFC 4648 section 10") {
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

TEST_CASE("base64url: every byte at every offset survives a round trip") {
  for (std::size_t skipped = 0; skipped < 4; ++skipped) {
    const std::string bytes = all_bytes().substr(skipped);
    CHECK(base64url_decode(base64url_encode(bytes)) == bytes);
    CHECK(base64_decode_lenient(base64_encode(bytes)) == bytes);
  }
}

TEST_CASE("base64: the two alphabets differ in two characters") {
  CHECK(base64url_encode("\xfb\xff") == "-_8");
  CHECK(base64_encode("\xfb\xff") == "+/8=");
  CHECK(base64_decode_lenient("-_8") == "\xfb\xff");
  CHECK(base64_decode_lenient("+/8=") == "\xfb\xff");
}

TEST_CASE("base64url_decode: refuses padding, white space, other alphabets and stray bits") {
  const std::string text = GENERATE(as<std::string>{}, "Zg==", "Zm8=", "Z", "Zm9vY", "A", "Zm9vA",
                                    "+/8", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v.", "Zh", "Zm9",
                                    "Z\xc3\xa6", std::string("Zm9v\0", 5), std::string("Z\0", 2));
  CAPTURE(text);
  CHECK_FALSE(base64url_decode(text));
}

TEST_CASE("base64_decode_lenient: takes both alphabets and refuses everything else") {
  const std::string text = GENERATE(as<std::string>{}, "Z", "Zm=9v", "=Zm9v", "Zm9v===", "Zm 9v",
                                    "Zm9v\n", "Zh==", "Zm9-*");
  CAPTURE(text);
  CHECK_FALSE(base64_decode_lenient(text));
}

TEST_CASE("percent_encode: leaves only unreserved characters as they are") {
  CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
  CHECK(percent_encode("a+b&c%d=e~f g/") == "a%2Bb%26c%25d%3De~f%20g%2F");
  CHECK(percent_encode("\xc3\xa6") == "%C3%A6");
  CHECK(percent_encode(std::string_view("\0", 1)) == "%00");
  CHECK(form_decode(percent_encode(all_bytes())) == all_bytes());
}
