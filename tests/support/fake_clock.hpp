// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>

#include <vector>

namespace entra_auth::test {

/// A clock that advances only when a test says so, or by a sleep. Starts at 2026-01-01T00:00:00Z.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
  [[nodiscard]] Deadline steady_now() const override;
  void sleep_for(Milliseconds duration) override;

  void advance(Milliseconds duration) { elapsed_ += duration; }
  /// Every requested sleep, in order.
  [[nodiscard]] const std::vector<Milliseconds>& sleeps() const { return sleeps_; }
  /// A deadline that many seconds from now.
  [[nodiscard]] Deadline in(std::chrono::seconds seconds) const { return steady_now() + seconds; }

 private:
  Milliseconds elapsed_{0};
  std::vector<Milliseconds> sleeps_;
};

}  // namespace entra_auth::test
