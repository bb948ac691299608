// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <string_view>

namespace entra_auth::profiles {

/// The profile of the variables that Azure's SDKs, workload identity and CI systems set. The first
/// credential that is set is used, in the order of the SDKs: AZURE_CLIENT_SECRET,
/// AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE, GitHub Actions, Azure Pipelines. With
/// `assertion_variable` it is the federated assertion in the variable of that name instead
/// (GitLab's `id_tokens`). Errors as for `virtual_profile`.
[[nodiscard]] Result<Profile> azure_profile(std::string_view name,
                                            const os::Environment& environment,
                                            const std::string& assertion_variable);

}  // namespace entra_auth::profiles
