// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/toml/document.hpp"
#include <entra_auth/profile.hpp>

#include <string>
#include <string_view>

namespace entra_auth::cli {

/// The profile as it is understood, under the keys that it would have in the file and in their
/// order, with what follows from them (provider, flow, auth_method) and without what is empty.
/// Secrets that stand in it are "********"; references stay references.
[[nodiscard]] profiles::TomlTable view_profile(const Profile& profile);

/// A proxy's URL without what stands before the `@`: a password, or its user.
[[nodiscard]] std::string masked_proxy(std::string_view proxy);

}  // namespace entra_auth::cli
