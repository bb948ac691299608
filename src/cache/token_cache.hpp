// SPDX-License-Identifier: MIT
#pragma once

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
  renewable,  // may be served, but the server asked for a renewal by now (`refresh_in`)
  stale,      // must not be served
};

inline constexpr std::chrono::minutes kDefaultMinValidity{5};

/// A token is served while it outlives min(min_validity, half its life), so that a two-minute token
/// is cached too; never longer than a day after it was acquired, and never when it was acquired
/// more than five minutes in the future (the clock was set back).
[[nodiscard]] Freshness freshness(const Token& token, Timestamp now,
                                  std::chrono::seconds min_validity);

/// What a look-up found. `reason` says why there is no token, or how long the one found lives.
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
/// FOLDER/locks. Reading takes no lock and never fails: what is damaged, foreign, linked or newer
/// is a miss. Writing replaces a file as a whole. Safe to use from any number of processes.
class TokenCache {
 public:
  explicit TokenCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  [[nodiscard]] Lookup find(const CacheKey& key, const Secret& credential_version, Timestamp now,
                            std::chrono::seconds min_validity) const;

  /// Fails with kind `unexpected` where the folder or file cannot be written; the old entry, if
  /// any, is then as it was.
  [[nodiscard]] Result<void> store(const CacheKey& key, const std::string& profile,
                                   const Secret& credential_version, const Token& token) const;

  /// The lock of that name (of a key: its `file_name`), under which one process fetches what others
  /// wait for; nothing while another holds it. Fails where locks cannot be had (read-only folder,
  /// file system without locks).
  [[nodiscard]] Result<std::optional<os::FileLock>> try_lock(const std::string& name) const;

  /// Every entry, sorted by profile and id.
  [[nodiscard]] std::vector<EntrySummary> list() const;

  /// Removes the entries of that profile, or all, and returns how many there were. Unreadable
  /// entries go only with `all`. Fails where one cannot be removed.
  [[nodiscard]] Result<int> clear(const std::optional<std::string>& profile) const;

 private:
  [[nodiscard]] std::filesystem::path tokens_folder() const { return folder_ / "tokens"; }
  [[nodiscard]] std::filesystem::path locks_folder() const { return folder_ / "locks"; }

  std::filesystem::path folder_;
};

}  // namespace entra_auth::cache
