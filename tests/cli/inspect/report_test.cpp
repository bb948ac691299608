// SPDX-License-Identifier: MIT
#include "cli/inspect/report.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;

namespace {

const Timestamp kNow{std::chrono::seconds(1767225600)};  // 2026-01-01T00:00:00Z

std::string report(const char* claims, const char* header = R"({"alg":"RS256"})") {
  const oauth::DecodedJwt jwt{.header = Json::parse(header),
                              .claims = Json::parse(claims),
                              .signing_input = {},
                              .signature = "sig",
                              .signature_text = "c2ln"};
  return cli::render_report(jwt, "present, not verified", kNow, cli::TimeZone::utc);
}

}  // namespace

TEST_CASE("render_report: dates are shown in words beside their numbers") {
  const auto text = report(R"({"exp":1767229200,"iat":1767222000,"nbf":1767225600})");
  CHECK_THAT(text, Contains("exp  1767229200  2026-01-01T01:00:00Z (in 1 h)\n"));
  CHECK_THAT(text, Contains("iat  1767222000  2025-12-31T23:00:00Z (1 h ago)\n"));
  CHECK_THAT(text, Contains("(now)"));
  CHECK_THAT(text, Contains("valid, expires in 1 h, at 2026-01-01T01:00:00Z\n"));
}

TEST_CASE("render_report: arrays of strings are shown as lists, other values as JSON") {
  const auto text = report(R"({"roles":["a","b"],"mixed":["a",1],"o":{"p":null},"n":1.5})");
  CHECK_THAT(text, Contains("roles  a, b\n") && Contains("mixed  [\"a\",1]\n") &&
                       Contains("o      {\"p\":null}\n") && Contains("n      1.5\n"));
}

TEST_CASE("render_report: the verdict names what is wrong") {
  CHECK_THAT(report("{}"), Contains("no expiry"));
  CHECK_THAT(report(R"({"exp":1767225000})"),
             Contains("expired 10 min ago, at 2025-12-31T23:50:00Z\n"));
  CHECK_THAT(report(R"({"exp":"x"})"), Contains("exp is not a date"));
  CHECK_THAT(report(R"({"exp":1767229200,"nbf":1767225660})"),
             Contains("not yet valid, valid in 60 s, at 2026-01-01T00:01:00Z\n"));
}

TEST_CASE("render_report: a long value of any kind is cut") {
  const std::string most(100'000, 'x');
  for (const auto& claims : {"{\"a\":\"" + most + "\"}", "{\"a\":[\"" + most + "\",\"b\"]}",
                             "{\"a\":{\"b\":\"" + most + "\"}}"}) {
    CHECK(report(claims.c_str()).size() < 20'000);
  }
}

TEST_CASE("render_report: names and values are made safe") {
  const auto text = report("{\"k\\u001b[2J\":\"v\\u001b]0;x\\u0007\"}", "{\"alg\":\"\\u202e\"}");
  CHECK_THAT(text, Contains("k\\x1b[2J") && Contains("v\\x1b]0;x\\x07") && Contains("\\u{202e}"));
  CHECK(text.find('\x1b') == std::string::npos);
}
