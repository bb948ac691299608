// SPDX-License-Identifier: MIT
// The `claims` parameter (OpenID Connect Core section 5.5), as Entra's claims challenges use it.
#pragma once

#include "base/json_fwd.hpp"
#include "sandbox/entra/terms/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// What the parameter asks of the access token. Like Entra, ignores everything else.
struct ClaimsRequest {
  std::vector<std::string> acrs{};      // authentication contexts
  std::vector<std::string> xms_cc{};    // capabilities of the client
  std::vector<std::string> capolids{};  // Conditional Access policies, as a challenge names them
};

/// An empty parameter asks for nothing. AADSTS90100 if it is not a JSON object, or malformed.
[[nodiscard]] Checked<ClaimsRequest> parse_claims_request(std::string_view parameter);

/// What either of them asks for.
[[nodiscard]] ClaimsRequest merge(ClaimsRequest first, const ClaimsRequest& second);

/// Adds what the request asks for to the claims of an access token.
void add_requested_claims(OrderedJson& claims, const ClaimsRequest& request);

}  // namespace entra_auth::sandbox
