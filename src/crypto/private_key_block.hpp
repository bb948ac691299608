// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/keys.hpp"
#include "crypto/pem_blocks.hpp"
#include "crypto/protected_file.hpp"

namespace entra_auth::crypto {

/// Whether the block is a private key in a form that we read: PKCS#8, PKCS#1 or SEC 1, encrypted or
/// not.
[[nodiscard]] bool is_private_key(const PemBlock& block);

[[nodiscard]] Result<PrivateKey> read_private_key(const PemBlock& block, const ProtectedFile& file);

}  // namespace entra_auth::crypto
