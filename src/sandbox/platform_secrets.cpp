// SPDX-License-Identifier: MIT
#include "sandbox/platform_secrets.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {

PlatformSecrets PlatformSecrets::generate() {
  const auto secret = [] { return base64url_encode(os::random_bytes(24)); };
  return {.github_request_token = secret(),
          .azure_pipelines_access_token = secret(),
          .identity_header = secret()};
}

}  // namespace entra_auth::sandbox
