// SPDX-License-Identifier: MIT

#include "cache/token_cache.hpp"

#include "base/json.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "cache/entry.hpp"
#include "cache/key_holder.hpp"
#include "os/files.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>

namespace entra_auth::cache {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxEntryBytes = 256 * 1024;
constexpr const char* kEntryEnding = ".token";

struct ReadEntry {
  std::optional<EntryPayload> payload;
  bool sealed = false;
  std::string problem;
};

ReadEntry read_entry(const fs::path& path, const std::string& id,
                     const std::optional<Secret>& sealing_key) {
  const auto file = os::read_file(path, kMaxEntryBytes, os::Privacy::required);
  if (file.problem == os::FileProblem::missing) return {.payload = {}, .problem = "no entry"};
  if (file.problem != os::FileProblem::none) {
    return {.payload = {}, .problem = os::describe(file, path, ErrorKind::unexpected).message};
  }
  auto opened = decode_entry(sealing_key, id, file.bytes.expose());
  if (opened.state == EntryState::locked) {
    return {.payload = {}, .sealed = true, .problem = "the key that sealed the entry is gone"};
  }
  if (opened.state == EntryState::damaged) {
    return {
        .payload = {},
        .sealed = opened.sealed,
        .problem = "the entry is damaged, of another format, or sealed with a key that is gone"};
  }
  auto payload = decode_payload(opened.payload.expose());
  if (!payload) return {.payload = {}, .sealed = opened.sealed, .problem = "the entry is damaged"};
  return {.payload = std::move(payload), .sealed = opened.sealed, .problem = {}};
}

std::string describe_remaining(const Token& token, Timestamp now) {
  const auto remaining = token.expires_at - now;
  return remaining.count() > 0 ? "expires in " + describe_duration(remaining)
                               : "expired " + describe_duration(remaining) + " ago";
}

}  // namespace

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

Lookup TokenCache::find(const CacheKey& key, const Secret& credential_version, Timestamp now,
                        std::chrono::seconds min_validity) const {
  const Json wanted = key.to_json();
  const std::string id = file_name_of(wanted);
  auto entry = read_entry(tokens_folder() / (id + kEntryEnding), id, find_sealing_key());
  if (!entry.payload) return {.token = {}, .reason = std::move(entry.problem)};
  if (entry.payload->key != wanted) {
    return {.token = {}, .reason = "the entry belongs to another request"};
  }
  if (!matches_credential_version(entry.payload->credential_version, credential_version)) {
    return {.token = {}, .reason = "the credential has changed"};
  }
  Token& token = entry.payload->token;
  const Freshness state = freshness(token, now, min_validity);
  std::string reason = describe_remaining(token, now);
  if (state == Freshness::stale) return {.token = {}, .reason = std::move(reason)};
  return {.token = std::move(token), .freshness = state, .reason = std::move(reason)};
}

Result<void> TokenCache::store(const CacheKey& key, const std::string& profile,
                               const Secret& credential_version, const Token& token) const {
  TRY_VOID(os::ensure_private_folder(folder_));
  TRY_VOID(os::ensure_private_folder(tokens_folder()));
  TRY_VOID(os::ensure_private_folder(locks_folder()));
  const std::string id = key.file_name();
  const Secret payload =
      encode_payload({.key = key.to_json(),
                      .profile = profile,
                      .credential_version = make_credential_version(credential_version),
                      .token = token});
  const auto sealing_key = find_or_make_sealing_key(locks_folder());
  TRY_VOID(os::write_private_file(tokens_folder() / (id + kEntryEnding),
                                  encode_entry(sealing_key, id, payload.expose()),
                                  os::Durability::fast));
  os::remove_stale_temporaries(tokens_folder());
  return {};
}

Result<std::optional<os::FileLock>> TokenCache::try_lock(const std::string& name) const {
  TRY_VOID(os::ensure_private_folder(folder_));
  TRY_VOID(os::ensure_private_folder(locks_folder()));
  return os::FileLock::try_acquire(locks_folder() / (name + ".lock"));
}

std::vector<EntrySummary> TokenCache::list() const {
  std::vector<EntrySummary> entries;
  const auto sealing_key = find_sealing_key();
  std::error_code error;
  for (fs::directory_iterator at(tokens_folder(), error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() != kEntryEnding) continue;
    EntrySummary summary{.id = at->path().stem().string(), .profile = {}, .key = {}};
    auto entry = read_entry(at->path(), summary.id, sealing_key);
    summary.sealed = entry.sealed;
    if (entry.payload) {
      summary.readable = true;
      summary.profile = std::move(entry.payload->profile);
      summary.key = std::move(entry.payload->key);
      summary.acquired_at = entry.payload->token.acquired_at;
      summary.expires_at = entry.payload->token.expires_at;
    }
    entries.push_back(std::move(summary));
  }
  std::ranges::sort(entries, {},
                    [](const EntrySummary& entry) { return std::tie(entry.profile, entry.id); });
  return entries;
}

Result<int> TokenCache::clear(const std::optional<std::string>& profile) const {
  int removed = 0;
  for (const auto& entry : list()) {
    if (profile && (!entry.readable || entry.profile != *profile)) continue;
    const auto path = tokens_folder() / (entry.id + kEntryEnding);
    std::error_code error;
    fs::remove(path, error);
    if (error) {
      return fail(ErrorKind::unexpected, "cannot remove " + path.string() + ": " + error.message(),
                  {"check the owner and mode of " + tokens_folder().string()});
    }
    ++removed;
  }
  return removed;
}

}  // namespace entra_auth::cache
