// SPDX-License-Identifier: MIT
// The `claims` parameter (OpenID Connect Core section 5.5), as Entra's claims challenges fill it.
#pragma once

#include "base/json.hpp"
#include "sandbox/entra/terms/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// What is asked of the access token; all else is ignored, as by Entra.
struct ClaimsRequest {
  std::vector<std::string> acrs{};      // authentication contexts
  std::vector<std::string> xms_cc{};    // capabilities of the client
  std::vector<std::string> capolids{};  // Conditional Access policies that a challenge named
};

/// Nothing asked for where the parameter is empty. AADSTS90100 where it is no JSON object.
[[nodiscard]] Checked<ClaimsRequest> parse_claims_request(std::string_view parameter);

/// What either asks for.
[[nodiscard]] ClaimsRequest merge(ClaimsRequest first, const ClaimsRequest& second);

/// Adds what was asked for to the claims of an access token.
void add_requested_claims(OrderedJson& claims, const ClaimsRequest& request);

}  // namespace entra_auth::sandbox
