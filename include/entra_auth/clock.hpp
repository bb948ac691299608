// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace entra_auth {

/// Wall-clock time, whole seconds since 1970 UTC: the unit of `exp`, `iat` and `expires_in`.
using Timestamp = std::chrono::sys_seconds;
/// A point on the monotonic clock, for deadlines.
using Deadline = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// Time as the library sees it; tests replace it. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Timestamp now() const = 0;
  [[nodiscard]] virtual Deadline steady_now() const = 0;
  virtual void sleep_for(Milliseconds duration) = 0;
};

}  // namespace entra_auth
