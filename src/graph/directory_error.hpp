// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include <entra_auth/error.hpp>
#include <entra_auth/transport.hpp>

namespace entra_auth::graph {

/// An error answer of Microsoft Graph ("Microsoft Graph error responses and resource types"), with
/// the permission to grant where one is missing.
[[nodiscard]] Error explain_directory_error(const HttpResponse& response, const Json& body);

}  // namespace entra_auth::graph
