// SPDX-License-Identifier: MIT
#include "os/system_clock.hpp"

#include <catch2/catch.hpp>

#include <ctime>

using namespace entra_auth;

TEST_CASE("the system clock tells the time in whole seconds") {
  const std::time_t before = std::time(nullptr);
  const auto now = os::SystemClock().now().time_since_epoch().count();
  // time(2) may lag behind the precise clock by one tick.
  CHECK((now >= before && now <= std::time(nullptr) + 1));
}

TEST_CASE("sleeping takes at least as long as asked") {
  os::SystemClock clock;
  const auto start = clock.steady_now();
  clock.sleep_for(Milliseconds(20));
  CHECK(clock.steady_now() - start >= Milliseconds(20));
  clock.sleep_for(Milliseconds(0));
  clock.sleep_for(Milliseconds(-5));
}
