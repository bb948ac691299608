// SPDX-License-Identifier: MIT
// Managed identities: the machine itself identifies the application (Microsoft: "How managed
// identities for Azure resources work", "How to use managed identities for App Service and Azure
// Functions", "Authenticate against Azure resources with Azure Arc-enabled servers").
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace entra_auth::oauth {

enum class IdentityHost : std::uint8_t {
  imds,         // virtual machines, scale sets, AKS: the instance metadata service
  app_service,  // App Service, Functions, Container Apps
  cloud_shell,  // the token of the user who opened the shell
  azure_arc,    // servers elsewhere that Azure Arc manages
};

/// Which of several identities; by default that of the machine (system-assigned).
struct IdentityChoice {
  enum class Kind : std::uint8_t { system_assigned, client_id, object_id, resource_id };
  Kind kind = Kind::system_assigned;
  std::string value;
};

struct ManagedIdentity {
  IdentityHost host = IdentityHost::imds;
  std::string endpoint;    // without a query
  Secret identity_header;  // App Service only
  IdentityChoice identity;
  std::string resource;  // App ID URI or application ID of the API
  /// Azure Arc only: the content of the file that the challenge names.
  std::function<Result<Secret>(const std::string& path)> read_challenge_file;
};

/// One token request. A token that lives longer than two hours is renewed from half of its life on,
/// as Microsoft's own libraries do. If the instance metadata service does not respond within a
/// second, fails with `network`, and a hint that asks whether this machine is in Azure.
[[nodiscard]] Result<Token> acquire(const ManagedIdentity& grant, Transport& transport,
                                    const Clock& clock, Deadline deadline);

}  // namespace entra_auth::oauth
