// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>

namespace entra_auth::os {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
  [[nodiscard]] Deadline steady_now() const override;
  void sleep_for(Milliseconds duration) override;
};

}  // namespace entra_auth::os
