// SPDX-License-Identifier: MIT
// The JWT grant (RFC 7523 section 2.1): who made it. What it asks for is in maskinporten_grant.
#pragma once

#include "crypto/keys.hpp"
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

/// The key of the enterprise certificate that comes first in `x5c` (RFC 7515 section 4.1.6), once
/// it is known to be valid now and the client's organization's. MP-120, MP-122, MP-123.
[[nodiscard]] MaskinportenChecked<crypto::PublicKey> check_x5c(const MaskinportenClient& client,
                                                               const Json& x5c);

}  // namespace entra_auth::sandbox
