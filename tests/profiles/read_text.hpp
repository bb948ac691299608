// SPDX-License-Identifier: MIT
// Profiles from the lines of a test.
#pragma once

#include "profiles/keys/profile_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::test {

/// The profile `p` of the file /profiles.toml, whose lines from the second on are `body`.
[[nodiscard]] profiles::ReadProfile read_profile_text(std::string_view body,
                                                      bool file_is_private = false);

/// "LINE: message (hint)" of every problem; empty for a good profile.
[[nodiscard]] std::vector<std::string> problems_of(std::string_view body,
                                                   bool file_is_private = false);

/// Bodies of good profiles, to add one line to.
inline constexpr std::string_view kEntra =
    "tenant_id = 'contoso.onmicrosoft.com'\nclient_id = 'c'\n";
inline constexpr std::string_view kMaskinporten =
    "provider = 'maskinporten'\nenvironment = 'test'\nclient_id = 'c'\njwk = { env = 'J' }\n";
inline constexpr std::string_view kTexas =
    "provider = 'texas'\nidentity_provider = 'maskinporten'\n";
inline constexpr std::string_view kOidc =
    "provider = 'oidc'\nissuer = 'https://issuer.example'\nclient_id = 'c'\n";

}  // namespace entra_auth::test
