// SPDX-License-Identifier: MIT
#include "oauth/claims_challenge.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace entra_auth;
using namespace std::string_literals;

namespace {

/// `Scheme{name=value;...}` for each challenge.
std::string shown(std::string_view text) {
  std::string result;
  for (const auto& challenge : oauth::parse_challenges(text)) {
    result += challenge.scheme + "{";
    for (const auto& [name, value] : challenge.parameters) result += name + "=" + value + ";";
    result += "}";
  }
  return result;
}

}  // namespace

TEST_CASE("one challenge has its parameters in order, names in lower case") {
  CHECK(shown(R"(Bearer realm="", Error="insufficient_claims",claims = "e30=")") ==
        "Bearer{realm=;error=insufficient_claims;claims=e30=;}");
  CHECK(shown("Bearer") == "Bearer{}");
  CHECK(shown("Bearer ") == "Bearer{}");
}

TEST_CASE("several challenges stand in one header value") {
  CHECK(shown(R"(Basic realm="a", Bearer realm="b", error="c", DPoP algs="ES256 PS256")") ==
        "Basic{realm=a;}Bearer{realm=b;error=c;}DPoP{algs=ES256 PS256;}");
  CHECK(shown("Negotiate, NTLM, Bearer realm=\"b\"") == "Negotiate{}NTLM{}Bearer{realm=b;}");
  CHECK(shown(", ,Bearer a=b,, c=d , Basic") == "Bearer{a=b;c=d;}Basic{}");
}

TEST_CASE("a comma and an equals sign in quotes separate nothing, a backslash escapes") {
  CHECK(shown(R"(Bearer a="x, Basic b=\"c\\\"", d="e")") == R"(Bearer{a=x, Basic b="c\";d=e;})");
  CHECK(shown(R"(Bearer authorization_uri="https://login.example/t:1", a="b")") ==
        "Bearer{authorization_uri=https://login.example/t:1;a=b;}");
}

TEST_CASE("values without quotes may be base64 or an address") {
  CHECK(shown("Bearer claims=eyJhIjoxfQ==, uri=https://a.example/b+c/_-") ==
        "Bearer{claims=eyJhIjoxfQ==;uri=https://a.example/b+c/_-;}");
}

TEST_CASE("a token68 is no parameter of the challenge behind it") {
  const auto challenges =
      oauth::parse_challenges("Negotiate YII/abc+d=, Bearer error=\"x\", claims=\"y\"");
  REQUIRE(challenges.size() == 2);
  CHECK(challenges[0].scheme == "Negotiate");
  CHECK(challenges[0].parameters.empty());
  CHECK(challenges[1].scheme == "Bearer");
  CHECK(challenges[1].parameters.size() == 2);
  // One that looks like a parameter harms nobody behind it either.
  const auto padded = oauth::parse_challenges("Negotiate YII==, Bearer claims=\"y\"");
  REQUIRE(padded.size() == 2);
  CHECK(padded[1].parameters.size() == 1);
}

TEST_CASE("schemes without a space between them are challenges of their own") {
  CHECK(shown("Negotiate,Bearer a=b") == "Negotiate{}Bearer{a=b;}");
  CHECK(shown("Negotiate,NTLM,Bearer a=b") == "Negotiate{}NTLM{}Bearer{a=b;}");
}

TEST_CASE("the first parameter of a name counts") {
  const auto challenges = oauth::parse_challenges("Bearer claims=a, CLAIMS=b");
  REQUIRE(challenges.size() == 1);
  REQUIRE(challenges[0].find("claims") != nullptr);
  CHECK(*challenges[0].find("claims") == "a");
  CHECK(challenges[0].find("error") == nullptr);
}

TEST_CASE("header lines lose their name, and all of them count") {
  CHECK(shown("WWW-Authenticate: Bearer a=b") == "Bearer{a=b;}");
  CHECK(shown("www-authenticate:Basic realm=\"x\"\nWwW-Authenticate: Bearer a=b\n") ==
        "Basic{realm=x;}Bearer{a=b;}");
}

TEST_CASE("the whole output of curl -i will do") {
  CHECK(shown("HTTP/1.1 200 Connection established\r\n\r\n"
              "HTTP/2 401 \r\ndate: Sun, 22 Nov 2026 03:00:00 GMT\r\n"
              "www-authenticate: Bearer realm=\"\", claims=\"e30=\"\r\n"
              "content-type: application/json; charset=utf-8\r\n\r\n"
              "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}\r\nBasic evil=\"x\"\r\n") ==
        "Bearer{realm=;claims=e30=;}");
  CHECK(shown("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n").empty());
}

TEST_CASE("what makes no sense ends the list and believes nothing behind it") {
  CHECK(shown("").empty());
  CHECK(shown(" \t,, ").empty());
  CHECK(shown("=").empty());
  CHECK(shown("\"Bearer\"").empty());
  CHECK(shown("Bearer a=\"b").find("a=") == std::string::npos);
  CHECK(shown("Bearer a=\"b\\").find("a=") == std::string::npos);
  CHECK(shown("Bearer a=b; c=d").find("c=d") == std::string::npos);
  CHECK(shown("Bearer a\0=b, c=d"s).find("c=d") == std::string::npos);
  CHECK(shown("\0Bearer a=b"s).empty());
  CHECK(shown("Bearer a=\"b\", \x1b[2J c=\"d\"") == "Bearer{a=b;}");
}

TEST_CASE("a NUL in quotes is part of the value, not its end") {
  CHECK(shown("Bearer a=\"b\0c\""s) == "Bearer{a=b\0c;}"s);
}

TEST_CASE("a megabyte of anything is read as far as a header can reach, and in no time") {
  const std::size_t size = 1024 * 1024;
  std::string commas;
  std::string quotes;
  std::string lines;
  while (commas.size() < size) commas += "a,";
  while (quotes.size() < size) quotes += "a=\"";
  while (lines.size() < size) lines += "WWW-Authenticate: a b\n";
  const auto started = std::chrono::steady_clock::now();
  for (const auto& text :
       {std::string(size, 'a'), std::string(size, '"'), std::string(size, ' '),
        std::string(size, '\0'), "Bearer a=\"" + std::string(size, '\\'), commas, quotes, lines}) {
    for (const auto& challenge : oauth::parse_challenges(text)) {
      CHECK(challenge.scheme.size() <= 65536);
    }
  }
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(10));
  // Behind the 64 KiB nothing is believed.
  CHECK(shown("Bearer a=b" + std::string(65536, ' ') + ", c=d") == "Bearer{a=b;}");
}
