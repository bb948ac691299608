// SPDX-License-Identifier: MIT
// The managed identity endpoint of this machine, found by the variables that Azure's hosts set.
#pragma once

#include "oauth/grants/managed_identity.hpp"
#include "os/environment.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <filesystem>
#include <string>

namespace entra_auth::service {

struct IdentityEndpoint {
  oauth::IdentityHost host = oauth::IdentityHost::imds;
  std::string url;
};

/// The first of: IDENTITY_ENDPOINT with IDENTITY_HEADER (App Service, Functions, Container Apps) or
/// with IMDS_ENDPOINT (Azure Arc); MSI_ENDPOINT (Cloud Shell); Azure Arc if its agent `himds` is
/// installed; the instance metadata service, at AZURE_POD_IDENTITY_AUTHORITY_HOST if that is set.
/// Reads no secret and no file. Fails with `invalid_configuration` for a host that is not
/// supported, and for a cleartext address that is neither loopback nor link-local.
[[nodiscard]] Result<IdentityEndpoint> find_identity_endpoint(
    const os::Environment& environment,
    const std::filesystem::path& himds = "/opt/azcmagent/bin/himds");

/// The challenge of Azure Arc's agent, which may name only a small file `*.key` in its own folder.
/// Fails with `secret_unavailable` for anything else.
[[nodiscard]] Result<Secret> read_arc_challenge(
    const std::string& path, const std::filesystem::path& folder = "/var/opt/azcmagent/tokens");

}  // namespace entra_auth::service
