// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/keys.hpp"
#include "crypto/pem_blocks.hpp"
#include "crypto/protected_file.hpp"

namespace entra_auth::crypto {

/// A block that holds a private key in a form we read: PKCS#8 or PKCS#1 and SEC 1, encrypted or
/// not.
[[nodiscard]] bool is_private_key(const PemBlock& block);

[[nodiscard]] Result<PrivateKey> read_private_key(const PemBlock& block, const ProtectedFile& file);

}  // namespace entra_auth::crypto
