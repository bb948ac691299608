// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include "cache/cache_key.hpp"
#include "cache/entry.hpp"
#include "os/file_lock.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::cache {

enum class Freshness : std::uint8_t {
  fresh,
  renewable,  // may be served, but the server's `refresh_in` has passed
  stale,      // must not be served
};

inline constexpr std::chrono::minutes kDefaultMinValidity{5};

/// A token is served while it outlives min(min_validity, half its life), so that a two-minute token
/// is cached too; never more than a day after it was acquired, and never if it was acquired more
/// than five minutes in the future (the clock was set back).
[[nodiscard]] Freshness freshness(const Token& token, Timestamp now,
                                  std::chrono::seconds min_validity);

/// The result of a look-up. `reason` says why there is no token, or when the token expires.
struct Lookup {
  std::optional<Token> token;
  Freshness freshness = Freshness::stale;
  std::string reason;
};

/// An entry as `cache list` shows it: no token.
struct EntrySummary {
  std::string id;  // the file name, without its ending
  std::string profile;
  Json key;
  Timestamp acquired_at{};
  Timestamp expires_at{};
  bool sealed = false;
  bool readable = false;  // false: damaged, or sealed with a key that is gone
};

/// Tokens in files, one for each cache key: FOLDER/tokens/ID.token, locks beside them in
/// FOLDER/locks. Reading takes no lock and never fails: a file that is damaged, foreign, a link or
/// newer is a miss. Writing replaces a file as a whole. Safe to use from any number of processes.
class TokenCache {
 public:
  explicit TokenCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  [[nodiscard]] Lookup find(const CacheKey& key, const Secret& credential_version, Timestamp now,
                            std::chrono::seconds min_validity) const;

  /// Fails with `unexpected` if the folder or file cannot be written; the old entry, if any, is
  /// then unchanged.
  [[nodiscard]] Result<void> store(const CacheKey& key, const std::string& profile,
                                   const Secret& credential_version, const Token& token) const;

  /// The lock of that name (for a key: its `file_name`), under which one process fetches a token
  /// while others wait. Returns nullopt if another process holds it. Fails if locks are not
  /// possible (read-only folder, file system without locks).
  [[nodiscard]] Result<std::optional<os::FileLock>> try_lock(const std::string& name) const;

  /// Every entry, sorted by profile and id.
  [[nodiscard]] std::vector<EntrySummary> list() const;

  /// Removes the entries of that profile, or all, and returns how many there were. Unreadable
  /// entries are removed only if all are. Fails with `unexpected` if one cannot be removed.
  [[nodiscard]] Result<int> clear(const std::optional<std::string>& profile) const;

 private:
  [[nodiscard]] std::filesystem::path tokens_folder() const { return folder_ / "tokens"; }
  [[nodiscard]] std::filesystem::path locks_folder() const { return folder_ / "locks"; }

  std::filesystem::path folder_;
};

}  // namespace entra_auth::cache
