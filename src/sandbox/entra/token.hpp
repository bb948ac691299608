// SPDX-License-Identifier: MIT
// Entra's URLs: /{tenant} and a fixed rest.
#pragma once

#include <optional>
#include <string_view>

namespace entra_auth::sandbox {

/// The {tenant} of "/{tenant}" + `rest`; nothing for every other path.
[[nodiscard]] std::optional<std::string_view> tenant_of_path(std::string_view path,
                                                             std::string_view rest);

/// common, organizations and consumers, which stand for no tenant in particular.
[[nodiscard]] bool is_multi_tenant(std::string_view segment);

}  // namespace entra_auth::sandbox
