// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/state/bounded_map.hpp"
#include <entra_auth/clock.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

enum class DeviceCodeState : std::uint8_t { pending, approved, declined, redeemed };

/// How a poll ends (RFC 8628 section 3.5).
enum class Poll : std::uint8_t { granted, pending, too_fast, declined, expired, redeemed };

struct DeviceCode {
  UserGrant grant;  // for a user yet to come
  std::string user_code{};
  std::chrono::seconds interval{};
  Deadline expires{};
  std::optional<Deadline> polled{};
  DeviceCodeState state = DeviceCodeState::pending;
};

/// Remembers the newest 1000. Safe to use from many threads.
class DeviceCodes {
 public:
  struct Issued {
    std::string device_code;
    std::string user_code;
  };

  [[nodiscard]] Issued issue(UserGrant grant, std::chrono::seconds lifetime,
                             std::chrono::seconds interval);
  [[nodiscard]] std::optional<DeviceCode> find(std::string_view device_code);
  /// Of the code that a person types, in any case, with spaces and dashes wherever they like; only
  /// while it waits for them.
  [[nodiscard]] std::optional<DeviceCode> find_waiting(std::string_view user_code);
  /// False where no such code waits.
  [[nodiscard]] bool approve(std::string_view user_code, const User& user);
  [[nodiscard]] bool decline(std::string_view user_code);
  /// Counts as a poll; a code is granted once.
  [[nodiscard]] Poll poll(std::string_view device_code);

 private:
  [[nodiscard]] DeviceCode* waiting(std::string_view user_code);

  std::mutex mutex_;
  BoundedMap<DeviceCode> codes_{1000};
};

}  // namespace entra_auth::sandbox
