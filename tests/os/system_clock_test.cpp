// SPDX-License-Identifier: MIT
#include "os/system_clock.hpp"

#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <ctime>

using namespace entra_auth;

TEST_CASE("SystemClock: now() has whole seconds") {
  const std::time_t before = std::time(nullptr);
  const auto now = os::SystemClock().now().time_since_epoch().count();
  // time(2) may lag behind the precise clock by one tick.
  CHECK((now >= before && now <= std::time(nullptr) + 1));
}

TEST_CASE("SystemClock: sleep_for takes at least the requested time") {
  os::SystemClock clock;
  const auto start = clock.steady_now();
  clock.sleep_for(Milliseconds(20));
  CHECK(clock.steady_now() - start >= Milliseconds(20));
  clock.sleep_for(Milliseconds(0));
  clock.sleep_for(Milliseconds(-5));
}

TEST_CASE("local_offset: how far local time is ahead of UTC, with summer time") {
  CHECK(test::run_forked([] {
          ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
          ::tzset();
          const auto january = os::local_offset(Timestamp(std::chrono::seconds(1'768'478'400)));
          const auto july = os::local_offset(Timestamp(std::chrono::seconds(1'784'116'800)));
          return january == std::chrono::hours(1) && july == std::chrono::hours(2) ? 0 : 1;
        }) == 0);
  CHECK(test::run_forked([] {
          ::setenv("TZ", "UTC", 1);
          ::tzset();
          return os::local_offset(Timestamp()) == std::chrono::seconds(0) ? 0 : 1;
        }) == 0);
}
