// SPDX-License-Identifier: MIT
#include "sandbox/browser_sessions.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kCookie = "entra-auth-sandbox=";

}  // namespace

std::string BrowserSessions::start(const User& user, bool secure) {
  const auto id = base64url_encode(os::random_bytes(32));
  const std::scoped_lock lock(mutex_);
  users_.add(id, user);
  return std::string(kCookie) + id + "; Path=/; HttpOnly; SameSite=Lax" +
         (secure ? "; Secure" : "");
}

std::optional<User> BrowserSessions::find(const Request& request) {
  for (const auto& part : split(request.header("cookie").value_or(""), ";")) {
    const auto cookie = trim(part);
    if (!cookie.starts_with(kCookie)) continue;
    const std::scoped_lock lock(mutex_);
    const auto* found = users_.find(cookie.substr(kCookie.size()));
    if (found != nullptr) return *found;
  }
  return std::nullopt;
}

}  // namespace entra_auth::sandbox
