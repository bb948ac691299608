// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

long long seconds(const char* text) {
  const auto time = parse_http_date(text);
  return time ? time->time_since_epoch().count() : -1;
}

}  // namespace

TEST_CASE("an IMF-fixdate is a time") {
  CHECK(seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);  // RFC 9110 section 5.6.7
  CHECK(seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(seconds("Thu, 29 Feb 2024 23:59:59 GMT") == 1709251199);
  CHECK(seconds("Sat, 31 Dec 2016 23:59:60 GMT") == 1483228800);  // a leap second
}

TEST_CASE("everything else is none") {
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
