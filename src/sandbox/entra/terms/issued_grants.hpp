// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/state/bounded_map.hpp"
#include "sandbox/user_grant.hpp"
#include <entra_auth/clock.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct AuthorizationCode {
  UserGrant grant;
  std::string redirect_uri;
  std::string code_challenge;  // empty: none
  Timestamp expires;
};

/// Remembers the newest 1000. Safe to use from many threads.
class AuthorizationCodes {
 public:
  /// A new code for it.
  [[nodiscard]] std::string issue(AuthorizationCode code);
  [[nodiscard]] std::optional<AuthorizationCode> find(std::string_view code);
  /// False for everybody but the first who asks.
  [[nodiscard]] bool redeem(std::string_view code);

 private:
  struct Entry {
    AuthorizationCode code;
    bool redeemed = false;
  };

  std::mutex mutex_;
  BoundedMap<Entry> codes_{1000};
};

}  // namespace entra_auth::sandbox
