// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace entra_auth::sandbox {

/// Keeps the newest `capacity` values, so that a sandbox that runs for weeks does not grow. No key
/// may be added twice.
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

  /// Valid until the next `add`. Returns null if there is no such key.
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

}  // namespace entra_auth::sandbox
