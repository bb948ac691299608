// SPDX-License-Identifier: MIT
// Settings of a profile as the values that they would have in a profile file: the inverse of the
// readers, without secrets.
#pragma once

#include "profiles/toml/document.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/secret_reference.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// nullopt: the profile does not have the setting.
using ShownValue = std::optional<TomlValue>;

[[nodiscard]] ShownValue show_value(const std::string& text);
[[nodiscard]] ShownValue show_value(const std::vector<std::string>& texts);
[[nodiscard]] ShownValue show_value(const std::map<std::string, std::string>& texts);
[[nodiscard]] ShownValue show_value(const std::optional<int>& number);
/// "90s"
[[nodiscard]] ShownValue show_value(const std::optional<std::chrono::seconds>& duration);
/// A literal secret is "********".
[[nodiscard]] ShownValue show_value(const std::optional<SecretReference>& reference);
[[nodiscard]] ShownValue show_value(const std::optional<FederatedSource>& source);

/// The proxy's URL with "********" instead of what precedes the `@`: a user, often with a password.
[[nodiscard]] std::string masked_proxy(std::string_view proxy);

}  // namespace entra_auth::profiles
