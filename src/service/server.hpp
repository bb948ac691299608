// SPDX-License-Identifier: MIT
// Every address of a profile's server, and the issuers that it signs as.
#pragma once

#include "oauth/metadata.hpp"
#include "os/environment.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::service {

// What is known without a request.

/// The address that the token request goes to, or, if only the issuer's metadata names it, the
/// issuer. Fails with `invalid_configuration` if the environment should name it and does not.
[[nodiscard]] Result<std::string> endpoint_identity(const Profile& profile,
                                                    const os::Environment& environment);

/// The endpoint of a sign-in: the profile's `authorization_endpoint` or
/// `device_authorization_endpoint`, for Entra {authority}/{tenant}/oauth2/v2.0/…; empty if only the
/// issuer's metadata names it.
[[nodiscard]] std::string known_authorization_endpoint(const Profile& profile);
[[nodiscard]] std::string known_device_authorization_endpoint(const Profile& profile);

/// The sidecar's endpoint for this profile: its `token_endpoint` (for an exchange followed by
/// `/exchange`, as the sidecar has it), otherwise what the platform says.
[[nodiscard]] Result<std::string> sidecar_endpoint(const Profile& profile,
                                                   const os::Environment& environment);

/// Where the sidecar says whether a token is active. Fails with `invalid_configuration` if it is
/// not set.
[[nodiscard]] Result<std::string> introspection_endpoint(const Profile& profile,
                                                         const os::Environment& environment);

/// The issuer of a Maskinporten profile: its `issuer`, otherwise that of its environment.
[[nodiscard]] std::string maskinporten_issuer(const Profile& profile);

/// The environment of Maskinporten whose issuer this is, character by character.
[[nodiscard]] std::optional<MaskinportenEnvironment> maskinporten_environment_of(
    std::string_view issuer);

/// The address of the server's metadata; empty if the profile does not say which server it is, or
/// if the platform issues the tokens.
[[nodiscard]] std::string metadata_address(const Profile& profile);

// What the metadata of the server says. It is kept for a day.

[[nodiscard]] Result<oauth::ServerMetadata> issuer_metadata(const Profile& profile,
                                                            const GrantContext& context);

/// The metadata of an Entra profile's authority and tenant, which may name any issuer. Only a
/// sign-in asks for it, and can do without: one attempt, a few seconds.
[[nodiscard]] Result<oauth::ServerMetadata> entra_metadata(const Profile& profile,
                                                           const GrantContext& context);

/// The profile's `token_endpoint`, otherwise that of the issuer's metadata. If the metadata of a
/// known environment of Maskinporten cannot be had, its documented endpoint is used.
[[nodiscard]] Result<std::string> issuer_token_endpoint(const Profile& profile,
                                                        const GrantContext& context);

/// The known endpoint, otherwise that of the issuer's metadata. Fails with `invalid_configuration`
/// if the issuer does not offer one.
[[nodiscard]] Result<std::string> authorization_endpoint(const Profile& profile,
                                                         const GrantContext& context);
/// The same for device authorization (RFC 8628).
[[nodiscard]] Result<std::string> device_authorization_endpoint(const Profile& profile,
                                                                const GrantContext& context);

/// Who may have issued the id_token of a sign-in.
struct SignInIssuer {
  std::vector<std::string> issuers;  // `{tenantid}` stands for `tid`; empty: not known
  bool issuer_in_response = false;   // the redirect must name it (RFC 9207)
};

/// For Entra the authority's own issuer, and for a custom authority also the one that its metadata
/// names; for other providers `issuer`.
[[nodiscard]] SignInIssuer sign_in_issuer(const Profile& profile, const GrantContext& context);

}  // namespace entra_auth::service
