// SPDX-License-Identifier: MIT
// Who has signed in with which browser, so that the next application need not ask again.
#pragma once

#include "sandbox/entra/terms/claims_request.hpp"
#include "sandbox/entra/terms/scope.hpp"
#include "sandbox/http/message.hpp"
#include "sandbox/state/bounded_map.hpp"
#include "sandbox/state/redirect_uri.hpp"
#include "sandbox/state/tenant.hpp"
#include <entra_auth/clock.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// What a user has let an application do. Authorization codes, device codes and refresh tokens
/// stand for one.
struct UserGrant {
  std::string client_id;
  Platform platform;   // decides how the client must prove who it is
  std::string tenant;  // as `user_tenant` has it
  User user{};
  UserScope scope{};
  ClaimsRequest claims{};  // that the sign-in was asked for
  std::string nonce{};
  bool by_device_code = false;
};

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

/// Remembers the newest 1000. Safe to use from many threads.
class BrowserSessions {
 public:
  /// `Set-Cookie` of a new session.
  [[nodiscard]] std::string start(const User& user, bool secure);
  /// The user whose session the request's cookie names.
  [[nodiscard]] std::optional<User> find(const Request& request);

 private:
  std::mutex mutex_;
  BoundedMap<User> users_{1000};
};

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
