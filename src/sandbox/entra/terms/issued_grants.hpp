// SPDX-License-Identifier: MIT
// What users have let applications do, and everything that stands for it: authorization codes,
// refresh tokens, and the sessions of browsers, which save the next application from asking.
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
  Platform platform;   // decides how the client must authenticate
  std::string tenant;  // as `user_tenant` returns it
  User user{};
  UserScope scope{};
  ClaimsRequest claims{};  // of the sign-in
  std::string nonce{};
  bool by_device_code = false;
};

struct AuthorizationCode {
  UserGrant grant;
  std::string redirect_uri;
  std::string code_challenge;  // empty: none
  Timestamp expires;
};

/// Remembers the newest 1000. May be used from many threads.
class AuthorizationCodes {
 public:
  /// Returns a new code.
  [[nodiscard]] std::string issue(AuthorizationCode code);
  [[nodiscard]] std::optional<AuthorizationCode> find(std::string_view code);
  /// Returns false for every call but the first.
  [[nodiscard]] bool redeem(std::string_view code);

 private:
  struct Entry {
    AuthorizationCode code;
    bool redeemed = false;
  };

  std::mutex mutex_;
  BoundedMap<Entry> codes_{1000};
};

enum class RefreshTokenState : std::uint8_t { good, used, revoked };

struct RefreshToken {
  UserGrant grant;
  Timestamp issued;
  std::string family{};  // the same for all tokens that came of one sign-in
  RefreshTokenState state = RefreshTokenState::good;
};

/// Remembers the newest 10,000. May be used from many threads.
class RefreshTokens {
 public:
  /// Returns a new token. If `token` has no family, starts one.
  [[nodiscard]] std::string issue(RefreshToken token);
  [[nodiscard]] std::optional<RefreshToken> find(std::string_view token);
  /// Marks the token as used. If it was used before or is revoked, revokes its family and returns
  /// false.
  [[nodiscard]] bool use_once(std::string_view token);
  /// Revokes the tokens of the user with that object id, or all tokens if it is empty.
  void revoke(std::string_view oid);

 private:
  std::mutex mutex_;
  BoundedMap<RefreshToken> tokens_{10000};
};

/// Which user signed in with which browser. Remembers the newest 1000. May be used from many
/// threads.
class BrowserSessions {
 public:
  /// Returns the `Set-Cookie` header of a new session.
  [[nodiscard]] std::string start(const User& user, bool secure);
  /// The user whose session the request's cookie names.
  [[nodiscard]] std::optional<User> find(const Request& request);

 private:
  std::mutex mutex_;
  BoundedMap<User> users_{1000};
};

}  // namespace entra_auth::sandbox
