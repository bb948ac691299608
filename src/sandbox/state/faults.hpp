// SPDX-License-Identifier: MIT
// Faults on demand: what the next requests to an endpoint get instead of, or before, their
// response.
#pragma once

#include "sandbox/http/message.hpp"
#include <entra_auth/result.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct Fault {
  std::string endpoint;
  std::size_t times = 1;               // 0: until cleared
  std::optional<Reply> reply;          // nullopt: the normal response
  std::chrono::milliseconds delay{0};  // before any response
  bool close_unanswered = false;
  std::optional<std::size_t> cut_after;
};

/// Reads the JSON of POST /sandbox/faults (docs/sandbox.md). Fails with `usage` if it is invalid.
[[nodiscard]] Result<Fault> parse_fault(const Json& json);

/// May be used from many threads.
class Faults {
 public:
  void add(Fault fault);
  void clear();
  /// The fault for the next request to `endpoint`: the oldest that is not used up.
  [[nodiscard]] std::optional<Fault> take(std::string_view endpoint);
  /// Sleeps for a fault's delay. Returns early after `stop`.
  void delay(std::chrono::milliseconds duration);
  void stop();

 private:
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stopped_ = false;
  std::list<Fault> faults_;
};

}  // namespace entra_auth::sandbox
