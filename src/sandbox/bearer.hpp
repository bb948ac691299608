// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/http/message.hpp"

#include <optional>
#include <string_view>

namespace entra_auth::sandbox {

/// The token of an Authorization header as RFC 6750 section 2.1 has it; nothing where it is none.
[[nodiscard]] std::optional<std::string_view> bearer_token(std::string_view header);

/// True where the request's bearer token is this one.
[[nodiscard]] bool bears(const Request& request, std::string_view token);

}  // namespace entra_auth::sandbox
