// SPDX-License-Identifier: MIT
// Settings that tests can change while the sandbox runs.
#pragma once

#include "base/json.hpp"
#include "sandbox/http/message.hpp"
#include <entra_auth/result.hpp>

#include <mutex>
#include <optional>
#include <string>

namespace entra_auth::sandbox {

/// Microsoft Graph's directory and its pages.
struct GraphSettings {
  long long directory_size = 5000;
  std::optional<long long> page_limit{};        // largest page, if $top asks for a larger one
  std::optional<std::string> next_link_host{};  // host of next links, instead of the base URL's
};

/// Lifetimes, and the form of successful token responses.
struct TokenSettings {
  long long lifetime = 3600;              // seconds
  long long maskinporten_lifetime = 120;  // of Maskinporten's tokens
  long long managed_identity_lifetime = 86400;
  long long authorization_code_lifetime = 600;
  long long refresh_token_lifetime = 90LL * 24 * 3600;
  long long device_code_lifetime = 900;
  long long device_code_interval = 5;
  bool refresh_tokens_are_single_use = false;  // a second use revokes the token's family
  std::optional<long long> refresh_in{};       // seconds
  Json response_overrides = Json::object();    // members to replace, add or (null) remove
  std::optional<std::string> raw_response{};   // sent verbatim as the body
  GraphSettings graph{};
};

/// A successful token response, changed as the settings demand.
[[nodiscard]] Reply token_response(const TokenSettings& settings, OrderedJson members);

/// May be used from many threads.
class Settings {
 public:
  explicit Settings(TokenSettings initial) : initial_(std::move(initial)), current_(initial_) {}

  [[nodiscard]] TokenSettings get() const;
  /// Applies the JSON of PUT /sandbox/settings: changes the members that are present; null restores
  /// the initial value. Fails with `usage` if the JSON is invalid, and then changes nothing.
  [[nodiscard]] Result<void> change(const Json& json);
  void reset();

 private:
  const TokenSettings initial_;
  mutable std::mutex mutex_;
  TokenSettings current_;
};

inline constexpr long long kMaxDirectorySize = 100'000;
inline constexpr long long kMaxLifetime = 10LL * 365 * 24 * 3600;

}  // namespace entra_auth::sandbox
