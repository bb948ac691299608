// SPDX-License-Identifier: MIT

#include "oauth/claims_challenge.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace entra_auth;
using namespace std::string_literals;
using Catch::Matchers::Contains;

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

const std::string kClaims = R"({"access_token":{"nbf":{"essential":true,"value":"1767225600"}}})";

std::string dumped(const Result<Json>& claims) {
  return claims ? claims->dump() : "refused: " + claims.error().message;
}

Error refused(const Result<Json>& claims) {
  REQUIRE_FALSE(claims);
  CHECK(claims.error().kind == ErrorKind::usage);
  CHECK_FALSE(claims.error().hints.empty());
  return claims.error();
}

std::string parameter(std::string_view claims, const std::vector<std::string>& capabilities = {}) {
  const auto read = oauth::read_claims(claims);
  REQUIRE(read);
  return oauth::claims_parameter(*read, capabilities);
}

}  // namespace
TEST_CASE(
    "parse_challenges: one challenge keeps the order of its parameters, names in lower case") {
  CHECK(shown(R"(Bearer realm="", Error="insufficient_claims",claims = "e30=")") ==
        "Bearer{realm=;error=insufficient_claims;claims=e30=;}");
  CHECK(shown("Bearer") == "Bearer{}");
  CHECK(shown("Bearer ") == "Bearer{}");
}

TEST_CASE("parse_challenges: one header value may hold several challenges") {
  CHECK(shown(R"(Basic realm="a", Bearer realm="b", error="c", DPoP algs="ES256 PS256")") ==
        "Basic{realm=a;}Bearer{realm=b;error=c;}DPoP{algs=ES256 PS256;}");
  CHECK(shown("Negotiate, NTLM, Bearer realm=\"b\"") == "Negotiate{}NTLM{}Bearer{realm=b;}");
  CHECK(shown(", ,Bearer a=b,, c=d , Basic") == "Bearer{a=b;c=d;}Basic{}");
}

TEST_CASE("parse_challenges: quotes protect commas and equals signs, a backslash escapes") {
  CHECK(shown(R"(Bearer a="x, Basic b=\"c\\\"", d="e")") == R"(Bearer{a=x, Basic b="c\";d=e;})");
  CHECK(shown(R"(Bearer authorization_uri="https://login.example/t:1", a="b")") ==
        "Bearer{authorization_uri=https://login.example/t:1;a=b;}");
}

TEST_CASE("parse_challenges: unquoted values may be base64 or a URL") {
  CHECK(shown("Bearer claims=eyJhIjoxfQ==, uri=https://a.example/b+c/_-") ==
        "Bearer{claims=eyJhIjoxfQ==;uri=https://a.example/b+c/_-;}");
}

TEST_CASE("parse_challenges: a token68 is not a parameter of the next challenge") {
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

TEST_CASE("parse_challenges: schemes without a space between them are separate challenges") {
  CHECK(shown("Negotiate,Bearer a=b") == "Negotiate{}Bearer{a=b;}");
  CHECK(shown("Negotiate,NTLM,Bearer a=b") == "Negotiate{}NTLM{}Bearer{a=b;}");
}

TEST_CASE("parse_challenges: of duplicate parameters the first is used") {
  const auto challenges = oauth::parse_challenges("Bearer claims=a, CLAIMS=b");
  REQUIRE(challenges.size() == 1);
  REQUIRE(challenges[0].find("claims") != nullptr);
  CHECK(*challenges[0].find("claims") == "a");
  CHECK(challenges[0].find("error") == nullptr);
}

TEST_CASE("parse_challenges: header lines lose their name, and all of them are read") {
  CHECK(shown("WWW-Authenticate: Bearer a=b") == "Bearer{a=b;}");
  CHECK(shown("www-authenticate:Basic realm=\"x\"\nWwW-Authenticate: Bearer a=b\n") ==
        "Basic{realm=x;}Bearer{a=b;}");
}

TEST_CASE("parse_challenges: the whole output of curl -i is accepted") {
  CHECK(shown("HTTP/1.1 200 Connection established\r\n\r\n"
              "HTTP/2 401 \r\ndate: Sun, 22 Nov 2026 03:00:00 GMT\r\n"
              "www-authenticate: Bearer realm=\"\", claims=\"e30=\"\r\n"
              "content-type: application/json; charset=utf-8\r\n\r\n"
              "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}\r\nBasic evil=\"x\"\r\n") ==
        "Bearer{realm=;claims=e30=;}");
  CHECK(shown("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n").empty());
}

TEST_CASE("parse_challenges: a syntax error ends the list, and nothing after it is used") {
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

TEST_CASE("parse_challenges: a NUL in quotes is part of the value") {
  CHECK(shown("Bearer a=\"b\0c\""s) == "Bearer{a=b\0c;}"s);
}

TEST_CASE("parse_challenges: a megabyte of input is cut at the size of a header, quickly") {
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

TEST_CASE("read_claims: JSON and base64 of either alphabet are accepted, padded or not") {
  CHECK(dumped(oauth::read_claims(kClaims)) == kClaims);
  CHECK(dumped(oauth::read_claims("\n " + kClaims + "\n")) == kClaims);
  CHECK(dumped(oauth::read_claims(base64_encode(kClaims))) == kClaims);
  CHECK(dumped(oauth::read_claims(base64url_encode(kClaims))) == kClaims);
  // One and two padding characters, and a text in which the two alphabets differ.
  for (const std::string text :
       {R"({"a":1})", R"({"a":12})", R"({"a":123})", R"({"a":"~~??>>"})"}) {
    CAPTURE(text);
    const auto padded = base64_encode(text);
    CHECK(dumped(oauth::read_claims(padded)) == text);
    CHECK(dumped(oauth::read_claims(padded.substr(0, padded.find('=')))) == text);
    CHECK(dumped(oauth::read_claims(base64url_encode(text))) == text);
  }
}

TEST_CASE("read_claims: text that is not a JSON object is refused without being quoted") {
  CHECK_THAT(refused(oauth::read_claims("")).message, Contains("empty"));
  CHECK_THAT(refused(oauth::read_claims(" \n")).message, Contains("empty"));
  CHECK_THAT(refused(oauth::read_claims("{\"secret\":")).message, !Contains("secret"));
  for (const std::string& text :
       {"[1]"s, "not base64!"s, base64_encode("[1]"), base64_encode("12"), base64_encode("{"),
        "{\"a\":1,\"a\":2}"s, base64_encode("{\"a\":\0}"s), "{\"a\":\0}"s, "{\"a\":\"\xff\"}"s,
        "{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}"}) {
    CAPTURE(text);
    refused(oauth::read_claims(text));
  }
}

TEST_CASE("read_claims_challenge: the claims of the first challenge that has some are used") {
  const auto value = base64_encode(kClaims);
  CHECK(dumped(oauth::read_claims_challenge("Bearer claims=\"" + value + "\"")) == kClaims);
  CHECK(dumped(oauth::read_claims_challenge("Bearer claims=" + value)) == kClaims);
  CHECK(dumped(oauth::read_claims_challenge("Negotiate, Basic realm=\"x\", Bearer claims=\"\", "
                                            "PoP nonce=\"n\", Claims=\"" +
                                            value + "\"")) == kClaims);
  CHECK(dumped(oauth::read_claims_challenge(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
            "WWW-Authenticate: Bearer error=\"insufficient_claims\", claims=\"" +
            value + "\"\r\nContent-Length: 0\r\n\r\n")) == kClaims);
  // JSON with its quotes escaped, as some APIs send it.
  CHECK(dumped(oauth::read_claims_challenge(R"(Bearer claims="{\"a\":{\"b\":null}}")")) ==
        R"({"a":{"b":null}})");
}

TEST_CASE(
    "read_claims_challenge: a challenge without claims differs from text that is not a challenge") {
  CHECK_THAT(refused(oauth::read_claims_challenge("Bearer error=\"invalid_token\"")).message,
             Contains("no claims"));
  CHECK_THAT(refused(oauth::read_claims_challenge("")).message, Contains("not a WWW-Authenticate"));
  CHECK_THAT(refused(oauth::read_claims_challenge("HTTP/1.1 200 OK\r\n\r\n")).message,
             Contains("not a WWW-Authenticate"));
  refused(oauth::read_claims_challenge("Bearer claims=\"e30="));       // unclosed
  refused(oauth::read_claims_challenge("Bearer claims=\"e3\0A=\""s));  // NUL
  refused(oauth::read_claims_challenge("Bearer claims=\"not base64\""));
  refused(oauth::read_claims_challenge("Bearer claims=\"" + std::string(1024 * 1024, 'A') + "\""));
}

TEST_CASE("claims_parameter: the same request gives the same text") {
  CHECK(parameter(R"({"b":{"y":1,"x":2},"a":null})") == R"({"a":null,"b":{"x":2,"y":1}})");
  CHECK(parameter(" { \"a\" : null , \"b\" : { \"x\" : 2 , \"y\" : 1 } } ") ==
        parameter(R"({"b":{"y":1,"x":2},"a":null})"));
  CHECK(parameter("{}", {"cp1", "b"}) == parameter("{}", {"b", "cp1", "b"}));
  CHECK(parameter(R"({"a":["2","1"]})") == R"({"a":["2","1"]})");  // an order that means something
}

TEST_CASE("claims_parameter: client capabilities are sent with the requested claims") {
  const std::string capabilities = R"({"access_token":{"xms_cc":{"values":["cp1"]}}})";
  CHECK(oauth::claims_parameter(Json(), std::vector<std::string>{"cp1"}) == capabilities);
  CHECK(parameter("{}", {"cp1"}) == capabilities);
  CHECK(parameter(kClaims, {"cp1"}) ==
        R"({"access_token":{"nbf":{"essential":true,"value":"1767225600"},)"
        R"("xms_cc":{"values":["cp1"]}}})");
  CHECK(parameter(R"({"access_token":null,"id_token":{}})", {"cp1"}) ==
        R"({"access_token":{"xms_cc":{"values":["cp1"]}},"id_token":{}})");
}

TEST_CASE("claims_parameter: is empty if nothing is requested") {
  CHECK(oauth::claims_parameter(Json(), {}).empty());
  CHECK(parameter("{}").empty());
}

TEST_CASE("make_challenge: a challenge for the caller is read back unchanged") {
  const auto value =
      oauth::make_challenge("https://login.example/t/authorize", "insufficient_claims", kClaims);
  CHECK(value ==
        "Bearer realm=\"\", authorization_uri=\"https://login.example/t/authorize\", "
        "error=\"insufficient_claims\", claims=\"" +
            base64_encode(kClaims) + "\"");
  CHECK(dumped(oauth::read_claims_challenge(value)) == kClaims);
  CHECK(dumped(oauth::read_claims_challenge("WWW-Authenticate: " + value + "\r\n")) == kClaims);
  CHECK(oauth::make_challenge("u", "e", "") ==
        "Bearer realm=\"\", authorization_uri=\"u\", error=\"e\"");
}

TEST_CASE("make_challenge: text of a server cannot break out of the challenge") {
  const auto value =
      oauth::make_challenge("https://a.example/\"\\", "e\", claims=\"x\r\nSet-Cookie: a=b", "");
  CHECK(value.find_first_of("\r\n") == std::string::npos);
  const auto challenges = oauth::parse_challenges(value);
  REQUIRE(challenges.size() == 1);
  CHECK(challenges[0].find("claims") == nullptr);
  CHECK(*challenges[0].find("authorization_uri") == "https://a.example/\"\\");
}
