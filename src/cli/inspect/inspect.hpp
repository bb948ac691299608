// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/inspect/options.hpp"

namespace entra_auth::cli {

[[nodiscard]] Result<Output> inspect(const InspectOptions& options, const Context& context);

}  // namespace entra_auth::cli
