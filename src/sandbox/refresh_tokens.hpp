// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/state/bounded_map.hpp"
#include "sandbox/user_grant.hpp"
#include <entra_auth/clock.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

enum class RefreshTokenState : std::uint8_t { good, used, revoked };

struct RefreshToken {
  UserGrant grant;
  Timestamp issued;
  std::string family{};  // of all that one sign-in has led to
  RefreshTokenState state = RefreshTokenState::good;
};

/// Remembers the newest 10,000. Safe to use from many threads.
class RefreshTokens {
 public:
  /// A new token; without a family it starts one.
  [[nodiscard]] std::string issue(RefreshToken token);
  [[nodiscard]] std::optional<RefreshToken> find(std::string_view token);
  /// Marks the token as used. Where it was before, or its family was ended, ends the family and
  /// returns false.
  [[nodiscard]] bool use_once(std::string_view token);
  /// Those of the user of that object id, or all where it is empty.
  void revoke(std::string_view oid);

 private:
  std::mutex mutex_;
  BoundedMap<RefreshToken> tokens_{10000};
};

}  // namespace entra_auth::sandbox
