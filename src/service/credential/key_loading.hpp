// SPDX-License-Identifier: MIT
// Keys that assertions are signed with, from where a profile says they are. Every failure has kind
// `secret_unavailable` or `invalid_configuration` and names profile, key or file.
#pragma once

#include "oauth/client_authentication.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <variant>
#include <vector>

namespace entra_auth::service {

/// `certificate_path` and what belongs to it, PS256 unless the profile says otherwise. Warns about
/// a certificate that is not valid now and a key that others can read.
[[nodiscard]] Result<oauth::CertificateKey> load_certificate(const Profile& profile,
                                                             const GrantContext& context,
                                                             std::vector<std::string>& warnings);

/// `jwk`, with the algorithm that the profile, else the JWK, else the kind of key says.
[[nodiscard]] Result<oauth::JwkKey> load_jwk(const Profile& profile, const GrantContext& context);

/// The key of a Maskinporten profile: one that is registered on the client under a kid (`jwk`,
/// `private_key`, or a certificate with `key_id`), or an enterprise certificate. RSA only.
[[nodiscard]] Result<std::variant<oauth::JwkKey, oauth::CertificateKey>> load_maskinporten_key(
    const Profile& profile, const GrantContext& context, std::vector<std::string>& warnings);

}  // namespace entra_auth::service
