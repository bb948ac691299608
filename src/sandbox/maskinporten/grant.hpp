// SPDX-License-Identifier: MIT
// What a JWT grant asks for.
#pragma once

#include "sandbox/maskinporten/error.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/state/maskinporten_client.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

struct MaskinportenGrant {
  std::vector<std::string> scopes{};
  Json resource{};               // a text, an array of texts, or null
  Json authorization_details{};  // checked, or null
  std::string consumer_org{};    // empty: the client's own organization
  std::string pid{};             // empty: no person
};

/// The members of a token answer, with a new signed token for what `grant` asks for.
/// `client_amr` is how the client has authenticated.
[[nodiscard]] OrderedJson issue_maskinporten_token(const Sandbox& sandbox,
                                                   const MaskinportenClient& client,
                                                   const MaskinportenGrant& grant,
                                                   std::string_view client_amr);

/// Every claim but `iss`: audience, times, and what the grant is for.
[[nodiscard]] MaskinportenChecked<MaskinportenGrant> read_grant(const Sandbox& sandbox,
                                                                const MaskinportenClient& client,
                                                                const Json& claims);

/// One scope or several with spaces between them. MP-011.
[[nodiscard]] MaskinportenChecked<std::vector<std::string>> read_scopes(std::string_view scope);
/// An audience restriction (RFC 8707): an https URL or an array of them. MP-011.
[[nodiscard]] MaskinportenChecked<void> check_resource(const Json& resource);

/// Whether the client may have what it asks for. MP-200, MP-250, MP-251.
[[nodiscard]] MaskinportenChecked<void> check_access(const MaskinportenClient& client,
                                                     const MaskinportenGrant& grant);

}  // namespace entra_auth::sandbox
