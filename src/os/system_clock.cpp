// SPDX-License-Identifier: MIT
#include "os/system_clock.hpp"

#include <time.h>

#include <chrono>
#include <ctime>
#include <thread>

namespace entra_auth::os {

Timestamp SystemClock::now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Deadline SystemClock::steady_now() const { return std::chrono::steady_clock::now(); }

void SystemClock::sleep_for(Milliseconds duration) { std::this_thread::sleep_for(duration); }

std::chrono::seconds local_offset(Timestamp time) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm local{};
  return std::chrono::seconds(::localtime_r(&seconds, &local) != nullptr ? local.tm_gmtoff : 0);
}

}  // namespace entra_auth::os
