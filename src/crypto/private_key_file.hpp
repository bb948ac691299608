// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/keys.hpp"
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>

namespace entra_auth::crypto {

/// The private RSA or EC key in a file or variable that holds nothing else of use, such as a
/// profile's `private_key`: PEM or DER, PKCS#1, PKCS#8 or SEC 1, encrypted or not, or the base64
/// text of one of these. Kinds and messages as for load_client_certificate; `name` says what is
/// meant.
[[nodiscard]] Result<PrivateKey> load_private_key(const Secret& content, const std::string& name,
                                                  const std::optional<Secret>& password);

}  // namespace entra_auth::crypto
