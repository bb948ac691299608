// SPDX-License-Identifier: MIT
// Codes of devices that wait for their users (RFC 8628).
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

/// The page on which users enter a user code, below "/{tenant}".
inline constexpr std::string_view kDevicePagePath = "/oauth2/deviceauth";

enum class DeviceCodeState : std::uint8_t { pending, approved, declined, redeemed };

/// The result of a poll (RFC 8628 section 3.5).
enum class Poll : std::uint8_t { granted, pending, too_fast, declined, expired, redeemed };

struct DeviceCode {
  UserGrant grant;  // without the user until approved
  std::string user_code{};
  std::chrono::seconds interval{};
  Deadline expires{};
  std::optional<Deadline> polled{};
  DeviceCodeState state = DeviceCodeState::pending;
};

/// Remembers the newest 1000. May be used from many threads.
class DeviceCodes {
 public:
  struct Issued {
    std::string device_code;
    std::string user_code;
  };

  [[nodiscard]] Issued issue(UserGrant grant, std::chrono::seconds lifetime,
                             std::chrono::seconds interval);
  [[nodiscard]] std::optional<DeviceCode> find(std::string_view device_code);
  /// Finds a user code as typed, in any case, with any spaces and dashes, while it waits for its
  /// user.
  [[nodiscard]] std::optional<DeviceCode> find_waiting(std::string_view user_code);
  /// Returns false if no such code is waiting.
  [[nodiscard]] bool approve(std::string_view user_code, const User& user);
  /// Returns false if no such code is waiting.
  [[nodiscard]] bool decline(std::string_view user_code);
  /// Records a poll. A code is granted only once.
  [[nodiscard]] Poll poll(std::string_view device_code);

 private:
  [[nodiscard]] DeviceCode* waiting(std::string_view user_code);

  std::mutex mutex_;
  BoundedMap<DeviceCode> codes_{1000};
};

}  // namespace entra_auth::sandbox
