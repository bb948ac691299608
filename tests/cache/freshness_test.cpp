// SPDX-License-Identifier: MIT
#include "cache/token_cache.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using cache::Freshness;
using std::chrono::seconds;

namespace {

constexpr Timestamp kAcquired{seconds(1'000'000)};

Freshness at(long long age, long long life, long long min_validity, long long refresh_in = 0) {
  Token token{.access_token = Secret("t"),
              .acquired_at = kAcquired,
              .expires_at = kAcquired + seconds(life),
              .refresh_at = {},
              .scope = {}};
  if (refresh_in != 0) token.refresh_at = kAcquired + seconds(refresh_in);
  return cache::freshness(token, kAcquired + seconds(age), seconds(min_validity));
}

}  // namespace

TEST_CASE("a token is served while it outlives min_validity") {
  CHECK(at(0, 3600, 300) == Freshness::fresh);
  CHECK(at(3299, 3600, 300) == Freshness::fresh);
  CHECK(at(3300, 3600, 300) == Freshness::stale);
  CHECK(at(3599, 3600, 0) == Freshness::fresh);
  CHECK(at(3600, 3600, 0) == Freshness::stale);
}

TEST_CASE("min_validity counts for half the life at most") {
  CHECK(at(59, 120, 300) == Freshness::fresh);
  CHECK(at(60, 120, 300) == Freshness::stale);
  CHECK(at(1799, 3600, 86400) == Freshness::fresh);
  CHECK(at(1800, 3600, 86400) == Freshness::stale);
}

TEST_CASE("a token without a life is never served") {
  CHECK(at(0, 0, 0) == Freshness::stale);
  CHECK(at(0, 0, 300) == Freshness::stale);
}

TEST_CASE("past refresh_in a token may be served but should be renewed") {
  CHECK(at(1799, 3600, 300, 1800) == Freshness::fresh);
  CHECK(at(1800, 3600, 300, 1800) == Freshness::renewable);
  CHECK(at(3300, 3600, 300, 1800) == Freshness::stale);
}

TEST_CASE("a clock that was set back makes an entry from the future a miss") {
  CHECK(at(-300, 3600, 300) == Freshness::fresh);
  CHECK(at(-301, 3600, 300) == Freshness::stale);
  CHECK(at(-86400, 3600, 300) == Freshness::stale);
}

TEST_CASE("nothing is served a day after it was acquired") {
  CHECK(at(86400, 200000, 300) == Freshness::fresh);
  CHECK(at(86401, 200000, 300) == Freshness::stale);
}

TEST_CASE("years far away do not overflow") {
  for (const long long now : {0LL, 4102444800LL, 253402300799LL}) {
    const Token token{.access_token = Secret("t"),
                      .acquired_at = kAcquired,
                      .expires_at = kAcquired + seconds(3600),
                      .refresh_at = {},
                      .scope = {}};
    CHECK(cache::freshness(token, Timestamp(seconds(now)), seconds(300)) == Freshness::stale);
  }
}
