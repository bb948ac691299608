// SPDX-License-Identifier: MIT
// The endpoints of a profile's server that a person meets, and by which names it signs.
// Where the tokens of a profile come from.
#pragma once

#include "oauth/metadata.hpp"
#include "os/environment.hpp"
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
  bool issuer_in_response = false;   // the redirect must name it (RFC 9207)
};

/// For Entra the authority's own issuer, for an authority of one's own also what its metadata say;
/// for others `issuer`.
[[nodiscard]] SignInIssuer sign_in_issuer(const Profile& profile, const GrantContext& context);

/// The address as far as it is known without a request: for an issuer whose metadata names the
/// endpoint that is the issuer. Kind `invalid_configuration` where the environment should name it
/// and does not.
[[nodiscard]] Result<std::string> endpoint_identity(const Profile& profile,
                                                    const os::Environment& environment);

/// The sidecar's endpoint for this profile: its `token_endpoint` (for an exchange with `/exchange`
/// behind it, as the sidecar has it), else what the platform says.
[[nodiscard]] Result<std::string> sidecar_endpoint(const Profile& profile,
                                                   const os::Environment& environment);

/// Where the sidecar tells whether a token is good. Kind `invalid_configuration` where it is not
/// set.
[[nodiscard]] Result<std::string> introspection_endpoint(const Profile& profile,
                                                         const os::Environment& environment);

/// The issuer of a Maskinporten profile: its `issuer`, else the one of its environment.
[[nodiscard]] std::string maskinporten_issuer(const Profile& profile);

/// Where the metadata of the profile's server are; empty where nobody says which server that is, or
/// where the platform gives tokens.
[[nodiscard]] std::string metadata_address(const Profile& profile);

/// What the profile's issuer says about itself; kept for a day.
[[nodiscard]] Result<oauth::ServerMetadata> issuer_metadata(const Profile& profile,
                                                            const GrantContext& context);

/// The same for the authority and tenant of an Entra profile, whatever issuer it names: nothing but
/// a sign-in asks for it, and can do without, so it is asked once and not for long.
[[nodiscard]] Result<oauth::ServerMetadata> entra_metadata(const Profile& profile,
                                                           const GrantContext& context);

/// The endpoint of an issuer by its metadata, which is kept for a day. For an environment of
/// Maskinporten that we know, metadata that cannot be had stops nothing.
[[nodiscard]] Result<std::string> issuer_token_endpoint(const Profile& profile,
                                                        const GrantContext& context);

}  // namespace entra_auth::service
