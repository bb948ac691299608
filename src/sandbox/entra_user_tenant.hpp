// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/state/tenant.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// The {tenant} of a URL in the one form that codes are bound to: its GUID, `common` or
/// `organizations`. Users of the sandbox are no consumers.
[[nodiscard]] Checked<std::string> user_tenant(const Tenant& tenant, std::string_view segment);

}  // namespace entra_auth::sandbox
