// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace entra_auth::sandbox {

/// What platforms give to their workloads so that they may ask for tokens; new at every start.
struct PlatformSecrets {
  std::string github_request_token;
  std::string azure_pipelines_access_token;
  std::string identity_header;

  [[nodiscard]] static PlatformSecrets generate();
};

}  // namespace entra_auth::sandbox
