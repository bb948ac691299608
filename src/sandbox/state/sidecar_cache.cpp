// SPDX-License-Identifier: MIT
#include "sandbox/state/sidecar_cache.hpp"

#include "base/encoding.hpp"
#include "crypto/digest.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr long long kEarly = 120;

/// All that makes a difference to the token; not `skip_cache`.
std::string key_of(const SidecarRequest& request) {
  return Json::array({name(request.provider), request.target, request.resource,
                      request.authorization_details,
                      hex_encode(crypto::sha256(request.user_token))})
      .dump();
}

}  // namespace

std::optional<SidecarToken> SidecarCache::find(const SidecarRequest& request,
                                               long long time) const {
  const std::scoped_lock lock(mutex_);
  const auto found = tokens_.find(key_of(request));
  if (found == tokens_.end() || found->second.expires - time <= kEarly) return std::nullopt;
  return found->second;
}

void SidecarCache::put(const SidecarRequest& request, SidecarToken token) {
  const std::scoped_lock lock(mutex_);
  tokens_.insert_or_assign(key_of(request), std::move(token));
}

void SidecarCache::clear() {
  const std::scoped_lock lock(mutex_);
  tokens_.clear();
}

}  // namespace entra_auth::sandbox
