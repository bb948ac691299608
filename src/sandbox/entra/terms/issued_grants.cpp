// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/issued_grants.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {

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

}  // namespace entra_auth::sandbox
