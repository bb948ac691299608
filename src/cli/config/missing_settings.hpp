// SPDX-License-Identifier: MIT
// What a profile still needs while it is created, as flags.
#pragma once

#include "profiles/toml/document.hpp"

#include <string>
#include <vector>

namespace entra_auth::cli {

/// "client-secret": the `auth_method` of the settings, or the one that their credential means;
/// empty if they have neither.
[[nodiscard]] std::string auth_method_of(const profiles::TomlTable& settings);

/// The flags that a new profile with these settings still needs, in the order of the key table.
/// Flags of which one is enough are one element: "--jwk-env, --jwk-file or --certificate-path".
/// The rules are those of `check_profile`; other mistakes are not reported here.
[[nodiscard]] std::vector<std::string> missing_flags(const profiles::TomlTable& settings,
                                                     bool has_client_secret);

}  // namespace entra_auth::cli
