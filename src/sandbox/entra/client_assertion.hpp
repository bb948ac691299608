// SPDX-License-Identifier: MIT
// Client assertions (RFC 7523 section 2.2) as Entra checks them: signed by the client's own key, or
// by a foreign issuer that a federated credential names.
#pragma once

#include "oauth/tokens/jwt.hpp"
#include "sandbox/entra/terms/error.hpp"
#include "sandbox/sandbox.hpp"

#include <string_view>

namespace entra_auth::sandbox {

/// `tenant` as written in the URL: it is part of the `aud` that the client must name.
[[nodiscard]] Checked<void> check_client_assertion(const Sandbox& sandbox, const Client& client,
                                                   std::string_view tenant,
                                                   std::string_view assertion);

/// The assertion of a foreign issuer, its claims already known to be complete.
[[nodiscard]] Checked<void> check_federated_assertion(const Client& client,
                                                      const oauth::DecodedJwt& jwt);

/// The one audience: a string, or an array of one, as Kubernetes writes it. Empty for all else.
[[nodiscard]] std::string audience_of(const Json& claims);

/// AADSTS700024 unless nbf <= now < exp. A missing claim counts as 1970, as Entra counts it.
[[nodiscard]] Checked<void> check_assertion_lifetime(const oauth::DecodedJwt& jwt);

/// AADSTS5002738, naming the algorithms that would do.
[[nodiscard]] tl::unexpected<Refusal> refuse_algorithm(const oauth::DecodedJwt& jwt,
                                                       std::string_view supported);

/// AADSTS700027 with its reason and the key as the client named it.
[[nodiscard]] tl::unexpected<Refusal> refuse_key(std::string_view reason,
                                                 std::string_view key_named, const Client& client);

inline constexpr std::string_view kKeyNotFound = "The key was not found.";
inline constexpr std::string_view kWrongSignature =
    "Key was found, but use of the key to verify the signature failed.";

}  // namespace entra_auth::sandbox
