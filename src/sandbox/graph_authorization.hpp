// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/graph/error.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// Status 401 without a token for Graph that is valid now, 403 without the permission: a role of
/// applications, a scope of users.
[[nodiscard]] GraphChecked<void> authorize_for_graph(const Sandbox& sandbox,
                                                     const Request& request);

}  // namespace entra_auth::sandbox
