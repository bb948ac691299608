// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace entra_auth::oauth {

/// RESOURCE/.default. A resource that itself ends in a slash keeps it, because Entra takes all
/// before the last slash as the resource: `https://a.example//.default`.
[[nodiscard]] std::string default_scope(std::string_view resource);

/// The `scope` parameter: separated by single spaces (RFC 6749 section 3.3), in the given order.
[[nodiscard]] std::string scope_parameter(std::span<const std::string> scopes);

}  // namespace entra_auth::oauth
