// SPDX-License-Identifier: MIT
// The variables that a platform injects into its workloads, pointing at this sandbox.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

inline constexpr std::string_view kEnvironmentPath = "/sandbox/environment/";

/// GET /sandbox/environment/NAME (docs/sandbox.md). A private key that is handed out is registered
/// on its client. Kind `usage`.
[[nodiscard]] Result<Reply> show_environment(Sandbox& sandbox, const Request& request);

}  // namespace entra_auth::sandbox
