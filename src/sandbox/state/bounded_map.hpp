// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace entra_auth::sandbox {

/// Keeps the newest `capacity` values under keys that are never used twice, so that a sandbox which
/// runs for weeks does not grow.
template <class Value>
class BoundedMap {
 public:
  explicit BoundedMap(std::size_t capacity) : capacity_(capacity) {}

  void add(const std::string& key, Value value) {
    if (order_.size() == capacity_) {
      values_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(key);
    values_.insert_or_assign(key, std::move(value));
  }

  /// Null where there is none; valid until the next `add`.
  [[nodiscard]] Value* find(std::string_view key) {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }

  template <class Predicate>
  [[nodiscard]] Value* find_if(Predicate predicate) {
    for (auto& [key, value] : values_) {
      if (predicate(value)) return &value;
    }
    return nullptr;
  }

  template <class Action>
  void for_each(Action action) {
    for (auto& [key, value] : values_) action(value);
  }

 private:
  std::size_t capacity_;
  std::map<std::string, Value, std::less<>> values_{};
  std::deque<std::string> order_{};
};

/// What must not be presented twice, remembered for as long as the sandbox runs. Safe to use from
/// many threads.
class UsedGrants {
 public:
  /// False where it was added before.
  [[nodiscard]] bool add(const std::string& identity);

 private:
  std::mutex mutex_;
  std::set<std::string> identities_;
};

}  // namespace entra_auth::sandbox
