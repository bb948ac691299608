// SPDX-License-Identifier: MIT
// Loads the keys that sign client assertions. Every function fails with `secret_unavailable` or
// `invalid_configuration`, naming profile, key or file.
#pragma once

#include "oauth/client_authentication.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <string>
#include <variant>
#include <vector>

namespace entra_auth::service {

/// What is wrong with a key that can be used all the same.
struct KeyWarnings {
  std::vector<std::string> files{};     // a key that others can read
  std::vector<std::string> validity{};  // a certificate that is not valid now

  void append_to(std::vector<std::string>& warnings) const;
};

/// The key and certificate of `certificate_path`, for PS256 unless the profile sets another
/// algorithm.
[[nodiscard]] Result<oauth::CertificateKey> load_certificate(const Profile& profile,
                                                             const KeyContext& context,
                                                             KeyWarnings& warnings);

/// The key in `jwk`, with the algorithm of the profile, otherwise of the JWK, otherwise of the type
/// of key.
[[nodiscard]] Result<oauth::JwkKey> load_jwk(const Profile& profile, const KeyContext& context);

/// The key of a Maskinporten profile: one that is registered on the client under a kid (`jwk`,
/// `private_key`, or a certificate with `key_id`), or an enterprise certificate. RSA only.
[[nodiscard]] Result<std::variant<oauth::JwkKey, oauth::CertificateKey>> load_maskinporten_key(
    const Profile& profile, const KeyContext& context, KeyWarnings& warnings);

}  // namespace entra_auth::service
