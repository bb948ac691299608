// SPDX-License-Identifier: MIT
// All endpoints of the sandbox, each defined in the .cpp that serves it, and the path of a request
// through them.
#pragma once

#include "sandbox/sandbox.hpp"

#include <span>
#include <string_view>

namespace entra_auth::sandbox {

/// One kind of URL. Counters and faults use its name.
struct Endpoint {
  std::string_view name;
  bool (*matches)(std::string_view path);
  Reply (*answer)(Sandbox& sandbox, const Request& request);
  /// Records what the real server would remember of a request whose response a fault replaces.
  void (*remember)(Sandbox& sandbox, const Request& request) = nullptr;
};

// entra/
extern const Endpoint kEntraToken;                ///< /{tenant}/oauth2/v2.0/token
extern const Endpoint kEntraAuthorize;            ///< /{tenant}/oauth2/v2.0/authorize
extern const Endpoint kEntraDeviceAuthorization;  ///< /{tenant}/oauth2/v2.0/devicecode
extern const Endpoint kDevicePage;                ///< /{tenant}/oauth2/deviceauth
extern const Endpoint kEntraMetadata;             ///< OpenID configuration, v2.0 and v1.0
extern const Endpoint kEntraJwks;                 ///< the keys that it names

/// /api: an API that checks its tokens.
extern const Endpoint kProtectedApi;

// maskinporten/
extern const Endpoint kMaskinportenMetadata;
extern const Endpoint kMaskinportenJwks;
extern const Endpoint kMaskinportenToken;

// platforms/: where workloads get tokens from the platform that they run on
extern const Endpoint kGithubOidc;
extern const Endpoint kAzurePipelinesOidc;
extern const Endpoint kImds;
extern const Endpoint kAppService;
extern const Endpoint kCloudShell;
extern const Endpoint kArc;

// sidecar/: the token sidecar of Nais ("Texas")
extern const Endpoint kSidecarToken;
extern const Endpoint kSidecarExchange;
extern const Endpoint kSidecarIntrospection;

// graph/
extern const Endpoint kGraphApplications;
extern const Endpoint kGraphServicePrincipals;

/// /sandbox/, for tests. Its requests have no name, no faults and no entry in the journal.
extern const Endpoint kControl;

/// All of the above except kControl. Add a new endpoint here.
[[nodiscard]] std::span<const Endpoint> endpoints();

/// Handles one request: journal, faults, response, log, in this order.
[[nodiscard]] Reply handle(Sandbox& sandbox, const Request& request);

}  // namespace entra_auth::sandbox
