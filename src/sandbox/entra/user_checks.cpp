// SPDX-License-Identifier: MIT
#include "sandbox/entra/user_checks.hpp"

namespace entra_auth::sandbox {

Checked<void> check_platform(const AuthenticatedClient& client, Platform platform,
                             const TokenRequest& request) {
  const bool from_browser = request.http.header("origin").has_value();
  if (platform == Platform::spa && !from_browser) {
    return refuse(9002327,
                  "Tokens issued for the 'Single-Page Application' client-type may only be "
                  "redeemed via cross-origin requests.");
  }
  if (platform != Platform::spa && from_browser) {
    return refuse(9002326,
                  "Cross-origin token redemption is permitted only for the 'Single-Page "
                  "Application' client-type.");
  }
  const bool has_credential = client.proof != ClientProof::none;
  if (platform == Platform::web) {
    if (!has_credential) return refuse_missing_credential();
  } else if (has_credential) {
    return refuse_public_credential();
  }
  return {};
}

}  // namespace entra_auth::sandbox
