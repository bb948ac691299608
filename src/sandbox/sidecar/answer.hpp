// SPDX-License-Identifier: MIT
// The token sidecar of Nais: what its endpoints share. The application beside it is
// cluster:ns:app, client kFirstClientId of the tenant and the built-in client of Maskinporten.
#pragma once

#include "sandbox/sandbox.hpp"
#include "sandbox/sidecar/request.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

inline constexpr std::string_view kSidecarApplication = "cluster:ns:app";

/// Asks the server behind the sidecar for a token.
using FetchToken = SidecarChecked<SidecarToken> (*)(Sandbox& sandbox, const Request& http,
                                                    const SidecarRequest& request);

/// The token answer: from the cache, or fetched.
[[nodiscard]] Reply answer_from_cache(Sandbox& sandbox, const Request& http,
                                      const SidecarFields& fields, FetchToken fetch);

/// A token that has just been issued.
[[nodiscard]] SidecarToken fresh_token(std::string access_token, long long lifetime);

/// `iss` of the tokens of a provider.
[[nodiscard]] std::string issuer_of(const Sandbox& sandbox, IdentityProvider provider);

}  // namespace entra_auth::sandbox
