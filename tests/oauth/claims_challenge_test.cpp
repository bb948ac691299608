// SPDX-License-Identifier: MIT
#include "oauth/claims_challenge.hpp"

#include "base/encoding.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace std::string_literals;
using Catch::Matchers::Contains;

namespace {

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

TEST_CASE("claims are taken as JSON and as base64 of either alphabet, padded or not") {
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

TEST_CASE("claims that are no JSON object are refused without being quoted") {
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

TEST_CASE("the claims of the challenge that has some are found") {
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

TEST_CASE("a challenge without claims, and what is no challenge, are told apart") {
  CHECK_THAT(refused(oauth::read_claims_challenge("Bearer error=\"invalid_token\"")).message,
             Contains("no claims"));
  CHECK_THAT(refused(oauth::read_claims_challenge("")).message, Contains("no WWW-Authenticate"));
  CHECK_THAT(refused(oauth::read_claims_challenge("HTTP/1.1 200 OK\r\n\r\n")).message,
             Contains("no WWW-Authenticate"));
  refused(oauth::read_claims_challenge("Bearer claims=\"e30="));       // unclosed
  refused(oauth::read_claims_challenge("Bearer claims=\"e3\0A=\""s));  // NUL
  refused(oauth::read_claims_challenge("Bearer claims=\"not base64\""));
  refused(oauth::read_claims_challenge("Bearer claims=\"" + std::string(1024 * 1024, 'A') + "\""));
}

TEST_CASE("the parameter is the same text for the same request") {
  CHECK(parameter(R"({"b":{"y":1,"x":2},"a":null})") == R"({"a":null,"b":{"x":2,"y":1}})");
  CHECK(parameter(" { \"a\" : null , \"b\" : { \"x\" : 2 , \"y\" : 1 } } ") ==
        parameter(R"({"b":{"y":1,"x":2},"a":null})"));
  CHECK(parameter("{}", {"cp1", "b"}) == parameter("{}", {"b", "cp1", "b"}));
  CHECK(parameter(R"({"a":["2","1"]})") == R"({"a":["2","1"]})");  // an order that means something
}

TEST_CASE("capabilities are sent beside the claims that were asked for") {
  const std::string capabilities = R"({"access_token":{"xms_cc":{"values":["cp1"]}}})";
  CHECK(oauth::claims_parameter(Json(), std::vector<std::string>{"cp1"}) == capabilities);
  CHECK(parameter("{}", {"cp1"}) == capabilities);
  CHECK(parameter(kClaims, {"cp1"}) ==
        R"({"access_token":{"nbf":{"essential":true,"value":"1767225600"},)"
        R"("xms_cc":{"values":["cp1"]}}})");
  CHECK(parameter(R"({"access_token":null,"id_token":{}})", {"cp1"}) ==
        R"({"access_token":{"xms_cc":{"values":["cp1"]}},"id_token":{}})");
}

TEST_CASE("where nothing is asked for there is no parameter") {
  CHECK(oauth::claims_parameter(Json(), {}).empty());
  CHECK(parameter("{}").empty());
}

TEST_CASE("a challenge for one's own caller is read back as it was meant") {
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

TEST_CASE("no text of a server breaks out of the challenge") {
  const auto value =
      oauth::make_challenge("https://a.example/\"\\", "e\", claims=\"x\r\nSet-Cookie: a=b", "");
  CHECK(value.find_first_of("\r\n") == std::string::npos);
  const auto challenges = oauth::parse_challenges(value);
  REQUIRE(challenges.size() == 1);
  CHECK(challenges[0].find("claims") == nullptr);
  CHECK(*challenges[0].find("authorization_uri") == "https://a.example/\"\\");
}
