// SPDX-License-Identifier: MIT
#include "sandbox/state/platforms.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/try.hpp"
#include "os/random.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr long long kSidecarMargin = 120;  // seconds

bool fits_into_header(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

PlatformSecrets PlatformSecrets::generate() {
  const auto secret = [] { return base64url_encode(os::random_bytes(24)); };
  return {.github_request_token = secret(),
          .azure_pipelines_access_token = secret(),
          .identity_header = secret()};
}

const SigningKey& ClientKey::get() {
  std::call_once(made_, [this] { key_ = SigningKey::generate(); });
  return *key_;
}

Result<ArcKey> parse_arc_key(const Json& json) {
  TRY(const auto file, optional_string(json, "key_file"));
  TRY(const auto content, optional_string(json, "key"));
  if (!file || !content || !fits_into_header(*file) || !fits_into_header(*content)) {
    return fail(ErrorKind::usage,
                "key_file or key is missing, empty, or has characters that a header cannot have");
  }
  return ArcKey{*file, *content};
}

ArcKey CurrentArcKey::get() const {
  const std::scoped_lock lock(mutex_);
  return key_;
}

void CurrentArcKey::put(ArcKey key) {
  const std::scoped_lock lock(mutex_);
  key_ = std::move(key);
}

std::optional<SidecarToken> SidecarCache::find(const std::string& key, long long time) const {
  const std::scoped_lock lock(mutex_);
  const auto found = tokens_.find(key);
  if (found == tokens_.end() || found->second.expires - time <= kSidecarMargin) return std::nullopt;
  return found->second;
}

void SidecarCache::put(const std::string& key, SidecarToken token) {
  const std::scoped_lock lock(mutex_);
  tokens_.insert_or_assign(key, std::move(token));
}

void SidecarCache::clear() {
  const std::scoped_lock lock(mutex_);
  tokens_.clear();
}

}  // namespace entra_auth::sandbox
