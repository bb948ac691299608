// SPDX-License-Identifier: MIT
// Parameters of requests: forms and queries (application/x-www-form-urlencoded), read strictly and
// in order, and arrays in the JSON of control requests.
#pragma once

#include "base/json_fwd.hpp"
#include "sandbox/http/message.hpp"
#include <entra_auth/result.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

[[nodiscard]] bool is_form(const Request& request);

/// Returns nullopt if an escape is broken or the result is not UTF-8.
[[nodiscard]] std::optional<NamedValues> parse_form(std::string_view body);

/// The parameters of the query. Returns nullopt if they are malformed or one is repeated.
[[nodiscard]] std::optional<NamedValues> parse_query(const Request& request);

/// True if every parameter has one of these names.
[[nodiscard]] bool has_only(const NamedValues& form, std::initializer_list<std::string_view> names);

/// The name of a repeated parameter. Empty if there is none.
[[nodiscard]] std::string_view repeated_parameter(const NamedValues& form);

/// The value of the first parameter of that name. Empty if it is absent: RFC 6749 section 3.2
/// treats a parameter without a value as absent.
[[nodiscard]] std::string_view parameter(const NamedValues& form, std::string_view name);

/// The elements of an array that may be absent. Fails with `usage` if the member is another type.
[[nodiscard]] Result<std::vector<Json>> optional_array(const Json& json, std::string_view name);

/// One element of the array `name`. Fails with `usage` if it is not a string.
[[nodiscard]] Result<std::string> string_element(const Json& json, std::string_view name);

/// The elements of an array of strings that may be absent. Fails with `usage` if the member or one
/// of its elements has another type.
[[nodiscard]] Result<std::vector<std::string>> optional_strings(const Json& json,
                                                                std::string_view name);

}  // namespace entra_auth::sandbox
