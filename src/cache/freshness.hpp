// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/token.hpp>

#include <chrono>
#include <cstdint>

namespace entra_auth::cache {

enum class Freshness : std::uint8_t {
  fresh,
  renewable,  // may be served, but the server asked for a renewal by now (`refresh_in`)
  stale,      // must not be served
};

inline constexpr std::chrono::minutes kDefaultMinValidity{5};

/// A token is served while it outlives min(min_validity, half its life), so that a two-minute token
/// is cached too; never longer than a day after it was acquired, and never when it was acquired
/// more than five minutes in the future (the clock was set back).
[[nodiscard]] Freshness freshness(const Token& token, Timestamp now,
                                  std::chrono::seconds min_validity);

}  // namespace entra_auth::cache
