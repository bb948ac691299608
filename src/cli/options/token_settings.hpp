// SPDX-License-Identifier: MIT
// Flags and environment laid over a profile: flag > environment > profile > default.
#pragma once

#include "http/curl_transport.hpp"
#include "os/environment.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <string>
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
  bool has_default_timeout = false;  // nobody has set one
};

/// Changes the profile's scopes, resource, flow and consumer_org; returns the times. Kind `usage`
/// for a value that cannot be read or has no meaning for the profile, naming the flag or variable
/// it came from.
[[nodiscard]] Result<TokenTimes> apply_overrides(const TokenFlags& flags,
                                                 const os::Environment& environment,
                                                 Profile& profile);

/// Where the settings come from that `apply_overrides` lays over a profile, by profile key:
/// "--scope", "ENTRA_AUTH_CLI_SCOPE". What stays the profile's own is not in it.
using SettingOrigins = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] SettingOrigins override_origins(const TokenFlags& flags,
                                              const os::Environment& environment);

/// Proxy and CA file: from the environment, else the profile.
[[nodiscard]] http::TransportSettings transport_settings(const Profile& profile,
                                                         const os::Environment& environment);

}  // namespace entra_auth::cli
