// SPDX-License-Identifier: MIT
// What a JWT grant asks for, whether its client may have it, and the token that it gets.
#pragma once

#include "base/json.hpp"
#include "sandbox/maskinporten/error.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/state/maskinporten_client.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

struct MaskinportenGrant {
  std::vector<std::string> scopes{};
  Json resource{};               // a string, an array of strings, or null
  Json authorization_details{};  // checked, or null
  std::string consumer_org{};    // empty: the client's own organization
  std::string pid{};             // empty: no user
};

/// Reads every claim but `iss`. MP-011, MP-110 (audience), MP-130 (times), MP-301 to MP-303.
[[nodiscard]] MaskinportenChecked<MaskinportenGrant> read_grant(const Sandbox& sandbox,
                                                                const MaskinportenClient& client,
                                                                const Json& claims);

/// Reads one scope, or several with spaces between them. MP-011.
[[nodiscard]] MaskinportenChecked<std::vector<std::string>> read_scopes(std::string_view scope);
/// Checks an audience restriction (RFC 8707): an https URL or an array of them. MP-011.
[[nodiscard]] MaskinportenChecked<void> check_resource(const Json& resource);

/// Checks whether the client may have what it asks for. MP-200, MP-250, MP-251.
[[nodiscard]] MaskinportenChecked<void> check_access(const MaskinportenClient& client,
                                                     const MaskinportenGrant& grant);

/// `iss` of Maskinporten's tokens and `aud` of the assertions that it accepts. Ends in a slash.
[[nodiscard]] std::string maskinporten_issuer(const Sandbox& sandbox);

/// The members of a token response, with a new signed token for what `grant` asks for.
/// `client_amr` is how the client authenticated.
[[nodiscard]] OrderedJson issue_maskinporten_token(const Sandbox& sandbox,
                                                   const MaskinportenClient& client,
                                                   const MaskinportenGrant& grant,
                                                   std::string_view client_amr);

}  // namespace entra_auth::sandbox
