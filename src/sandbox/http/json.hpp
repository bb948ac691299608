// SPDX-License-Identifier: MIT
// Members of a control request that are arrays.
#pragma once

#include "base/json.hpp"
#include <entra_auth/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// The elements of a member that may be absent. Kind `usage`.
[[nodiscard]] Result<std::vector<Json>> optional_array(const Json& json, std::string_view name);

/// An element of the array of that name, which must be a string. Kind `usage`.
[[nodiscard]] Result<std::string> string_element(const Json& json, std::string_view name);

/// The elements of an array of strings that may be absent. Kind `usage`.
[[nodiscard]] Result<std::vector<std::string>> optional_strings(const Json& json,
                                                                std::string_view name);

}  // namespace entra_auth::sandbox
