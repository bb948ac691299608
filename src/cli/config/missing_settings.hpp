// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/toml/document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::cli {

/// The text of a key; empty where there is none.
[[nodiscard]] std::string text_of(const profiles::TomlTable& settings, std::string_view key);

/// "client-secret": as said, else what the credential that is there means; empty where neither is.
[[nodiscard]] std::string auth_method_of(const profiles::TomlTable& settings);

/// The flags that a new profile with these settings still needs, in the order in which one would
/// give them; of flags that serve the same end, one element: "--jwk-file, --jwk-env or …".
[[nodiscard]] std::vector<std::string> missing_flags(const profiles::TomlTable& settings,
                                                     bool has_client_secret);

/// The keys of all credentials and of what belongs to one.
[[nodiscard]] bool is_credential_key(std::string_view key);
/// Keys by which the server knows who asks: with another value, cached tokens are somebody else's.
[[nodiscard]] bool is_identity_key(std::string_view key);

}  // namespace entra_auth::cli
