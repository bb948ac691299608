// SPDX-License-Identifier: MIT
#include "os/system_clock.hpp"

#include <chrono>
#include <thread>

namespace entra_auth::os {

Timestamp SystemClock::now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Deadline SystemClock::steady_now() const { return std::chrono::steady_clock::now(); }

void SystemClock::sleep_for(Milliseconds duration) { std::this_thread::sleep_for(duration); }

}  // namespace entra_auth::os
