// SPDX-License-Identifier: MIT
#include "sandbox/refresh_tokens.hpp"

#include "base/encoding.hpp"
#include "crypto/uuid.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {

std::string RefreshTokens::issue(RefreshToken token) {
  auto text = "1.A" + base64url_encode(os::random_bytes(90));
  if (token.family.empty()) token.family = crypto::random_uuid();
  const std::scoped_lock lock(mutex_);
  // The family may have ended while this answer was made.
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

}  // namespace entra_auth::sandbox
