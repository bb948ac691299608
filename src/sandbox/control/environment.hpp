// SPDX-License-Identifier: MIT
// The variables that a platform gives to its workloads, with the addresses of this sandbox.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

inline constexpr std::string_view kEnvironmentPath = "/sandbox/environment/";

/// GET /sandbox/environment/NAME (docs/sandbox.md). Registers a private key that the response
/// contains on its client. Fails with `usage` if the query is invalid.
[[nodiscard]] Result<Reply> show_environment(Sandbox& sandbox, const Request& request);

}  // namespace entra_auth::sandbox
