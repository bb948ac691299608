// SPDX-License-Identifier: MIT
// Which managed identity endpoint this machine has, by the variables that Azure's hosts set.
#pragma once

#include "oauth/grants/managed_identity.hpp"
#include "os/environment.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <filesystem>
#include <string>

namespace entra_auth::service {

struct IdentityEndpoint {
  oauth::IdentityHost host = oauth::IdentityHost::imds;
  std::string url;
  Secret identity_header;  // App Service only
};

/// In this order: IDENTITY_ENDPOINT with IDENTITY_HEADER (App Service, Functions, Container Apps)
/// or with IMDS_ENDPOINT (Azure Arc, which is also known by its agent `himds`), MSI_ENDPOINT (Cloud
/// Shell), else the instance metadata service, whose address AZURE_POD_IDENTITY_AUTHORITY_HOST
/// replaces. Kind `invalid_configuration` for a host that is not served, and for a cleartext
/// address that is neither loopback nor link-local.
[[nodiscard]] Result<IdentityEndpoint> find_identity_endpoint(
    const os::Environment& environment,
    const std::filesystem::path& himds = "/opt/azcmagent/bin/himds");

/// Azure Arc's agent may only name a small file `*.key` in its own folder. Kind
/// `secret_unavailable`.
[[nodiscard]] Result<Secret> read_arc_challenge(
    const std::string& path, const std::filesystem::path& folder = "/var/opt/azcmagent/tokens");

/// Kind `invalid_configuration` where the profile names no API, several, or an identity on a host
/// that has only one.
[[nodiscard]] Result<oauth::ManagedIdentity> make_managed_identity(
    const Profile& profile, const os::Environment& environment);

}  // namespace entra_auth::service
