// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/issued_grants.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kCookie = "entra-auth-sandbox=";

}  // namespace

std::string AuthorizationCodes::issue(AuthorizationCode code) {
  auto text = "1.A" + base64url_encode(os::random_bytes(60));
  const std::scoped_lock lock(mutex_);
  codes_.add(text, {.code = std::move(code)});
  return text;
}

std::optional<AuthorizationCode> AuthorizationCodes::find(std::string_view code) {
  const std::scoped_lock lock(mutex_);
  const auto* found = codes_.find(code);
  if (found == nullptr) return std::nullopt;
  return found->code;
}

bool AuthorizationCodes::redeem(std::string_view code) {
  const std::scoped_lock lock(mutex_);
  auto* found = codes_.find(code);
  if (found == nullptr || found->redeemed) return false;
  found->redeemed = true;
  return true;
}

std::string RefreshTokens::issue(RefreshToken token) {
  auto text = "1.A" + base64url_encode(os::random_bytes(90));
  if (token.family.empty()) token.family = os::random_uuid();
  const std::scoped_lock lock(mutex_);
  // The family may have been revoked while this response was made.
  const auto* ended = tokens_.find_if([&](const RefreshToken& one) {
    return one.family == token.family && one.state == RefreshTokenState::revoked;
  });
  if (ended != nullptr) token.state = RefreshTokenState::revoked;
  tokens_.add(text, std::move(token));
  return text;
}

std::optional<RefreshToken> RefreshTokens::find(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  const auto* found = tokens_.find(token);
  if (found == nullptr) return std::nullopt;
  return *found;
}

bool RefreshTokens::use_once(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  auto* found = tokens_.find(token);
  if (found == nullptr) return false;
  if (found->state == RefreshTokenState::good) {
    found->state = RefreshTokenState::used;
    return true;
  }
  const auto family = found->family;
  tokens_.for_each([&](RefreshToken& one) {
    if (one.family == family) one.state = RefreshTokenState::revoked;
  });
  return false;
}

void RefreshTokens::revoke(std::string_view oid) {
  const std::scoped_lock lock(mutex_);
  tokens_.for_each([&](RefreshToken& one) {
    if (oid.empty() || one.grant.user.oid == oid) one.state = RefreshTokenState::revoked;
  });
}

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
