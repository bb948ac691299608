// SPDX-License-Identifier: MIT
#include "cli/inspect/token_status.hpp"

#include "base/time.hpp"

#include <cmath>

namespace entra_auth::cli {

std::optional<Timestamp> date_claim(const Json& claims, std::string_view name) {
  constexpr auto kLatest = static_cast<double>(kLastSecond);
  const auto claim = claims.find(name);
  if (claim == claims.end() || !claim->is_number()) return std::nullopt;
  // As a double every JSON number has a value; whole seconds are exact far beyond the limits here.
  const auto seconds = std::floor(claim->get<double>());
  if (!(seconds >= -kLatest && seconds <= kLatest)) return std::nullopt;
  return Timestamp(std::chrono::seconds(static_cast<long long>(seconds)));
}

std::string_view token_status(const Json& claims, Timestamp now) {
  if (claims.contains("nbf")) {
    const auto not_before = date_claim(claims, "nbf");
    if (!not_before || now < *not_before) return "not_yet_valid";
  }
  if (!claims.contains("exp")) return "no_expiry";
  const auto expires = date_claim(claims, "exp");
  return expires && now < *expires ? "valid" : "expired";
}

}  // namespace entra_auth::cli
