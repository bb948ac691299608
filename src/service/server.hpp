// SPDX-License-Identifier: MIT
// The endpoints of a profile's server that a person meets, and by which names it signs.
#pragma once

#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

/// {authority}/{tenant}/oauth2/v2.0/authorize, the profile's `authorization_endpoint`, or what the
/// issuer's metadata name. Kind `invalid_configuration` where the issuer offers none.
[[nodiscard]] Result<std::string> authorization_endpoint(const Profile& profile,
                                                         const GrantContext& context);

/// The same for the device authorization endpoint (RFC 8628).
[[nodiscard]] Result<std::string> device_authorization_endpoint(const Profile& profile,
                                                                const GrantContext& context);

/// Who may have issued the id_token of a sign-in.
struct SignInIssuer {
  std::vector<std::string> issuers;  // `{tenantid}` stands for `tid`; empty: not known
  bool sends_issuer = false;         // the redirect must name it (RFC 9207)
};

/// For Entra the authority's own issuer, for an authority of one's own also what its metadata say;
/// for others `issuer`.
[[nodiscard]] SignInIssuer sign_in_issuer(const Profile& profile, const GrantContext& context);

}  // namespace entra_auth::service
