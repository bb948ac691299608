// SPDX-License-Identifier: MIT
// application/x-www-form-urlencoded bodies, read strictly and in order.
#pragma once

#include "sandbox/http/message.hpp"

#include <initializer_list>
#include <optional>
#include <string_view>

namespace entra_auth::sandbox {

[[nodiscard]] bool is_form(const Request& request);

/// Nothing where an escape is broken or the result is no UTF-8.
[[nodiscard]] std::optional<NamedValues> parse_form(std::string_view body);

/// The parameters of the query; nothing where they are broken or one is there twice.
[[nodiscard]] std::optional<NamedValues> parse_query(const Request& request);

/// True where no parameter has another name than these.
[[nodiscard]] bool has_only(const NamedValues& form, std::initializer_list<std::string_view> names);

/// The name of a parameter that is there twice; empty where all are there once.
[[nodiscard]] std::string_view repeated_parameter(const NamedValues& form);

/// The value of the first parameter of that name; empty where it is absent, as RFC 6749 section 3.2
/// treats a parameter without a value.
[[nodiscard]] std::string_view parameter(const NamedValues& form, std::string_view name);

}  // namespace entra_auth::sandbox
