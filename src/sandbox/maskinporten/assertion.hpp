// SPDX-License-Identifier: MIT
// The JWT grant (RFC 7523 section 2.1): who made it. What it asks for is in maskinporten_grant.
#pragma once

#include "sandbox/maskinporten/error.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/state/maskinporten_client.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// The assertion of a client that has signed it.
struct AuthenticatedAssertion {
  std::shared_ptr<const MaskinportenClient> client;
  std::string client_amr;  // of the token: private_key_jwt or virksomhetssertifikat
  Json claims;
};

[[nodiscard]] MaskinportenChecked<AuthenticatedAssertion> authenticate_assertion(
    const Sandbox& sandbox, std::string_view assertion);

/// What makes the assertion the same as another: issuer and `jti`, or without one its text.
/// Nothing is verified.
[[nodiscard]] std::string identity_of_assertion(std::string_view assertion);

}  // namespace entra_auth::sandbox
