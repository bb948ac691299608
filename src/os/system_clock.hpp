// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>

#include <chrono>

namespace entra_auth::os {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
  [[nodiscard]] Deadline steady_now() const override;
  void sleep_for(Milliseconds duration) override;
};

/// How far local time is ahead of UTC at that time; 0 if the system does not know.
[[nodiscard]] std::chrono::seconds local_offset(Timestamp time);

}  // namespace entra_auth::os
