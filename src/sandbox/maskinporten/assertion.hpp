// SPDX-License-Identifier: MIT
// The client that made a JWT grant (RFC 7523 section 2.1). What the grant asks for: grant.hpp.
#pragma once

#include "base/json.hpp"
#include "sandbox/maskinporten/error.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/state/maskinporten_client.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// An assertion that its client has signed.
struct AuthenticatedAssertion {
  std::shared_ptr<const MaskinportenClient> client;
  std::string client_amr;  // of the token: private_key_jwt or virksomhetssertifikat
  Json claims;
};

/// Checks header, claim names, client, key and signature. MP-011, MP-100, MP-120 to MP-124.
[[nodiscard]] MaskinportenChecked<AuthenticatedAssertion> authenticate_assertion(
    const Sandbox& sandbox, std::string_view assertion);

/// Equal for two assertions that are the same grant: made of issuer and `jti`, or of the text if
/// there is no `jti`. Verifies nothing.
[[nodiscard]] std::string identity_of_assertion(std::string_view assertion);

}  // namespace entra_auth::sandbox
