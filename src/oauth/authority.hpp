// SPDX-License-Identifier: MIT
// Where Entra's endpoints are (Microsoft identity platform: "National clouds", "Endpoints").
#pragma once

#include <entra_auth/profile.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::oauth {

/// "https://login.microsoftonline.com" and its national counterparts.
[[nodiscard]] std::string cloud_authority(Cloud cloud);

/// The profile's `authority`, otherwise its cloud's.
[[nodiscard]] std::string authority_of(const Profile& profile);

/// The cloud that the authority belongs to, by any of its names; the public one for all others.
[[nodiscard]] Cloud cloud_of(const Profile& profile);

/// The audience that a federated assertion for that cloud must have.
[[nodiscard]] std::string federated_audience(Cloud cloud);

/// Microsoft Graph: the profile's `graph_endpoint`, otherwise its cloud's; without a slash at the
/// end.
[[nodiscard]] std::string graph_endpoint_of(const Profile& profile);

/// {authority}/{tenant}/oauth2/v2.0/token
[[nodiscard]] std::string entra_token_endpoint(std::string_view authority, std::string_view tenant);
/// {authority}/{tenant}/oauth2/v2.0/{name}
[[nodiscard]] std::string entra_endpoint(std::string_view authority, std::string_view tenant,
                                         std::string_view name);

/// True for 36 characters in the form of a tenant or application ID.
[[nodiscard]] bool is_guid(std::string_view text);

/// A GUID in lower case, as Entra writes it into tokens; other text as it is.
[[nodiscard]] std::string canonical_guid(std::string_view text);

/// An issuer template (`https://…/{tenantid}/v2.0`) filled with a token's own `tid`, which must be
/// a GUID, because the issuer is compared with the result. Other text is returned unchanged.
/// Returns nullopt if `tenant` is not a GUID.
[[nodiscard]] std::optional<std::string> fill_issuer(std::string issuer, std::string_view tenant);

/// The same text for all host names of one Entra authority, so that a cache entry made under one of
/// them is found under the others. Other text is returned unchanged.
[[nodiscard]] std::string canonical_endpoint(std::string_view url);

/// RESOURCE/.default. A slash at the end of the resource is kept, because for Entra the resource is
/// everything before the last slash: `https://a.example//.default`.
[[nodiscard]] std::string default_scope(std::string_view resource);

/// The `scope` parameter: separated by single spaces (RFC 6749 section 3.3), in the given order.
[[nodiscard]] std::string scope_parameter(std::span<const std::string> scopes);

}  // namespace entra_auth::oauth
