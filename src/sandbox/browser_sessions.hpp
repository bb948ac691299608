// SPDX-License-Identifier: MIT
// Who has signed in with which browser, so that the next application need not ask again.
#pragma once

#include "sandbox/http/message.hpp"
#include "sandbox/state/bounded_map.hpp"
#include "sandbox/user.hpp"

#include <mutex>
#include <optional>
#include <string>

namespace entra_auth::sandbox {

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

}  // namespace entra_auth::sandbox
