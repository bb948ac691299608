// SPDX-License-Identifier: MIT
// Flags and environment laid over a profile: flag > environment > profile > default.
#pragma once

#include "os/environment.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::cli {

/// As typed; empty where the flag was not given.
struct TokenFlags {
  std::vector<std::string> scopes;  // each may hold several, separated by spaces or commas
  std::string resource;
  std::string flow;
  std::string consumer_org;
  std::string min_validity;
  std::string timeout;
};

struct TokenTimes {
  std::chrono::seconds min_validity;
  std::chrono::seconds timeout;
  bool has_default_timeout = false;  // neither flag, variable nor profile sets one
};

/// Changes the profile's scopes, resource, flow and consumer_org; returns the times. Fails
/// with `usage`, naming the flag or variable, if a value cannot be read or does not apply to the
/// profile.
[[nodiscard]] Result<TokenTimes> apply_overrides(const TokenFlags& flags,
                                                 const os::Environment& environment,
                                                 Profile& profile);

/// Where the settings come from that `apply_overrides` lays over a profile, by profile key:
/// "--scope", "ENTRA_AUTH_CLI_SCOPE". It has no entry for what stays the profile's own.
using SettingOrigins = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] SettingOrigins override_origins(const TokenFlags& flags,
                                              const os::Environment& environment);

/// A duration that was typed. Fails with `usage`, naming `origin` ("--timeout"), if it cannot be
/// read or is less than `least`.
[[nodiscard]] Result<std::chrono::seconds> read_duration(
    const std::string& origin, std::string_view text,
    std::chrono::seconds least = std::chrono::seconds(0));

}  // namespace entra_auth::cli
