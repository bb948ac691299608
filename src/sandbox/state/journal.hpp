// SPDX-License-Identifier: MIT
// The requests that were received, so that tests can check what was sent.
#pragma once

#include "sandbox/http/message.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// Keeps the newest 10,000 requests. May be used from many threads.
class Journal {
 public:
  /// Records the request and counts it for `endpoint` (empty: none). Returns its number.
  std::uint64_t receive(std::string_view endpoint, const Request& request);
  /// Records the response to the request of that number.
  void answered(std::uint64_t number, const Reply& reply);
  void reset();

  [[nodiscard]] OrderedJson requests() const;
  /// The number of requests to that endpoint since the last reset.
  [[nodiscard]] std::uint64_t count(std::string_view endpoint) const;

 private:
  struct Entry {
    std::uint64_t number;
    Request request;
    int status;  // 0: no response yet, or closed without one
    std::string code;
  };

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
  std::uint64_t next_number_ = 0;
};

}  // namespace entra_auth::sandbox
