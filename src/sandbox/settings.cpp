// SPDX-License-Identifier: MIT
#include "sandbox/settings.hpp"

#include "base/try.hpp"

namespace entra_auth::sandbox {

TokenSettings Settings::get() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

Result<void> Settings::change(const Json& json) {
  TRY(const auto lifetime, optional_integer(json, "token_lifetime", 0, kMaxLifetime));
  TRY(const auto maskinporten_lifetime,
      optional_integer(json, "maskinporten_token_lifetime", 0, kMaxLifetime));
  TRY(const auto managed_identity_lifetime,
      optional_integer(json, "managed_identity_token_lifetime", 0, kMaxLifetime));
  TRY(const auto refresh_in, optional_integer(json, "refresh_in", 0, kMaxLifetime));
  TRY(const auto raw_response, optional_string(json, "raw_response"));
  const auto overrides = json.value("response_overrides", Json());
  if (!overrides.is_null() && !overrides.is_object()) {
    return fail(ErrorKind::usage, "response_overrides is not an object");
  }
  const std::scoped_lock lock(mutex_);
  if (json.contains("token_lifetime")) current_.lifetime = lifetime.value_or(initial_.lifetime);
  if (json.contains("maskinporten_token_lifetime")) {
    current_.maskinporten_lifetime = maskinporten_lifetime.value_or(initial_.maskinporten_lifetime);
  }
  if (json.contains("managed_identity_token_lifetime")) {
    current_.managed_identity_lifetime =
        managed_identity_lifetime.value_or(initial_.managed_identity_lifetime);
  }
  if (json.contains("refresh_in")) {
    current_.refresh_in = refresh_in ? refresh_in : initial_.refresh_in;
  }
  if (json.contains("raw_response")) current_.raw_response = raw_response;
  if (json.contains("response_overrides")) {
    current_.response_overrides = overrides.is_null() ? Json::object() : overrides;
  }
  return {};
}

void Settings::reset() {
  const std::scoped_lock lock(mutex_);
  current_ = initial_;
}

}  // namespace entra_auth::sandbox
