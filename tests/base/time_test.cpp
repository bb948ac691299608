// SPDX-License-Identifier: MIT

#include "base/time.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using std::chrono::seconds;

namespace {

long long seconds_of(const char* text) {
  const auto time = parse_http_date(text);
  return time ? time->time_since_epoch().count() : -1;
}

}  // namespace
TEST_CASE("parse_duration: reads numbers with and without a unit") {
  CHECK(parse_duration("0") == seconds(0));
  CHECK(parse_duration("90") == seconds(90));
  CHECK(parse_duration("90s") == seconds(90));
  CHECK(parse_duration("5m") == seconds(300));
  CHECK(parse_duration("1h") == seconds(3600));
  CHECK(parse_duration("720h") == seconds(30 * 24 * 3600));
  CHECK(parse_duration("2592000") == seconds(30 * 24 * 3600));
}

TEST_CASE("parse_duration: refuses everything else") {
  const std::string text =
      GENERATE(as<std::string>{}, "", "s", "m", "-5", "+5", "1.5h", "1d", "5M", "5 m", " 5", "5 ",
               "5ms", "0x10", "1e3", "721h", "43201m", "2592001", "9223372036854775807h",
               "99999999999999999999", std::string("5\0", 2));
  CAPTURE(text);
  CHECK_FALSE(parse_duration(text));
}

TEST_CASE("describe_duration: uses at most two units") {
  CHECK(describe_duration(seconds(0)) == "0 s");
  CHECK(describe_duration(seconds(45)) == "45 s");
  CHECK(describe_duration(seconds(119)) == "119 s");
  CHECK(describe_duration(seconds(120)) == "2 min");
  CHECK(describe_duration(seconds(52 * 60 + 59)) == "52 min");
  CHECK(describe_duration(seconds(3600)) == "1 h");
  CHECK(describe_duration(seconds(3 * 3600 + 20 * 60 + 5)) == "3 h 20 min");
  CHECK(describe_duration(seconds(52 * 3600)) == "2 d 4 h");
  CHECK(describe_duration(seconds(-45)) == "45 s");
  CHECK(describe_duration(seconds::min()) == "106751991167300 d 15 h");
}

TEST_CASE("to_rfc3339: years 0 to 9999, and seconds beyond them") {
  const auto at = [](long long count) {
    return to_rfc3339(std::chrono::sys_seconds(seconds(count)));
  };
  CHECK(at(0) == "1970-01-01T00:00:00Z");
  CHECK(at(-1) == "1969-12-31T23:59:59Z");
  CHECK(at(1795249800) == "2026-11-21T08:30:00Z");
  CHECK(at(2147483648) == "2038-01-19T03:14:08Z");
  CHECK(at(4294967296) == "2106-02-07T06:28:16Z");
  CHECK(at(951782400) == "2000-02-29T00:00:00Z");
  CHECK(at(253402300799) == "9999-12-31T23:59:59Z");
  CHECK(at(253402300800) == "253402300800");
  CHECK(at(9223372036854775807) == "9223372036854775807");
}

TEST_CASE("parse_rfc3339: reads back what to_rfc3339 writes") {
  for (const long long count : {0LL, 951782400LL, 1795249800LL, 4294967296LL, 253402300799LL}) {
    const std::chrono::sys_seconds time{seconds(count)};
    CHECK(parse_rfc3339(to_rfc3339(time)) == time);
  }
  for (const char* text : {"", "soon", "2026-11-21", "2026-11-21T08:30:00", "2026-11-21 08:30:00Z",
                           "2026-13-21T08:30:00Z", "2026-02-30T08:30:00Z", "2026-11-21T24:00:00Z",
                           "2026-11-21T08:60:00Z", "2026-11-21T08:30:61Z", "2026-11-21T08:30:00.0Z",
                           "2026-11-21T08:30:00+01", "20x6-11-21T08:30:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("parse_http_date: reads an IMF-fixdate") {
  CHECK(seconds_of("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);  // RFC 9110 section 5.6.7
  CHECK(seconds_of("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(seconds_of("Thu, 29 Feb 2024 23:59:59 GMT") == 1709251199);
  CHECK(seconds_of("Sat, 31 Dec 2016 23:59:60 GMT") == 1483228800);  // a leap second
}

TEST_CASE("parse_http_date: refuses every form but IMF-fixdate") {
  for (const char* text : {"", "soon", "1994-11-06T08:49:37Z", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET",
                           "Sun, 06 nov 1994 08:49:37 GMT", "Thu, 29 Feb 2023 00:00:00 GMT",
                           "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
                           "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 GMTx", "Sun, 06 Nov 19x4 08:49:37 GMT"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_http_date(text));
  }
}
