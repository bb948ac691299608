// SPDX-License-Identifier: MIT
// Where an Azure Pipelines job asks for the OIDC token of a service connection.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_azure_pipelines_oidc(std::string_view path);
[[nodiscard]] Reply answer_azure_pipelines_oidc(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kAzurePipelinesOidc{"azure_pipelines_oidc", is_azure_pipelines_oidc,
                                              answer_azure_pipelines_oidc};

inline constexpr std::string_view kAzurePipelinesOidcPath = "/azure-pipelines/oidc";
inline constexpr std::string_view kServiceConnectionId = "00000000-0000-0000-0000-0000000000c1";

}  // namespace entra_auth::sandbox
