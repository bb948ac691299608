// SPDX-License-Identifier: MIT
#include "support/fake_clock.hpp"

namespace entra_auth::test {

Timestamp FakeClock::now() const {
  constexpr Timestamp kStart{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)};
  return kStart + std::chrono::duration_cast<std::chrono::seconds>(elapsed_);
}

Deadline FakeClock::steady_now() const { return Deadline{} + std::chrono::hours(1) + elapsed_; }

void FakeClock::sleep_for(Milliseconds duration) {
  sleeps_.push_back(duration);
  elapsed_ += duration;
}

}  // namespace entra_auth::test
