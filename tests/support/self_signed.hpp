// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/keys.hpp"

#include <string>

namespace entra_auth::test {

/// A certificate for localhost and 127.0.0.1 that `key` has signed itself, valid for a day, as PEM.
/// Serves TLS and authenticates clients. It became valid an hour ago. `seconds_left` sets when it
/// expires, and may be negative.
[[nodiscard]] std::string self_signed_certificate(const crypto::PrivateKey& key,
                                                  long seconds_left = 24L * 3600);

/// The key as unencrypted PKCS#8 PEM.
[[nodiscard]] std::string private_key_pem(const crypto::PrivateKey& key);

}  // namespace entra_auth::test
