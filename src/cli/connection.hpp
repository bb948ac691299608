// SPDX-License-Identifier: MIT
#pragma once

#include "cache/token_cache.hpp"
#include "os/environment.hpp"
#include "os/folders.hpp"

#include <optional>
#include <string>

namespace entra_auth::cli {

/// The token cache, or why there is none (no home folder). Never fails: tokens work without it.
struct OpenedCache {
  std::optional<cache::TokenCache> cache;
  std::string reason;
};

[[nodiscard]] inline OpenedCache open_token_cache(const os::Environment& environment) {
  const auto folder = os::cache_folder(environment);
  if (!folder) return {.cache = std::nullopt, .reason = folder.error().message};
  return {.cache = cache::TokenCache(*folder), .reason = {}};
}

}  // namespace entra_auth::cli
