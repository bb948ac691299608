// SPDX-License-Identifier: MIT
#include "cache/freshness.hpp"

#include <algorithm>

namespace entra_auth::cache {

Freshness freshness(const Token& token, Timestamp now, std::chrono::seconds min_validity) {
  constexpr std::chrono::hours kLongestAge{24};
  constexpr std::chrono::minutes kClockTolerance{5};
  const auto life = token.expires_at - token.acquired_at;
  const auto age = now - token.acquired_at;
  if (age > kLongestAge || -age > kClockTolerance) return Freshness::stale;
  if (token.expires_at - now <= std::min<std::chrono::seconds>(min_validity, life / 2)) {
    return Freshness::stale;
  }
  return token.refresh_at && now >= *token.refresh_at ? Freshness::renewable : Freshness::fresh;
}

}  // namespace entra_auth::cache
