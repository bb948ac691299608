// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/keys.hpp"
#include "crypto/pem_blocks.hpp"
#include "crypto/protected_file.hpp"
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::crypto {

/// The content of a file of keys and certificates: PEM, DER, PFX, or the base64 text of one of
/// these. A PFX is opened; encrypted keys stay encrypted. Fails if nothing is recognised.
[[nodiscard]] Result<std::vector<PemBlock>> read_key_file(const Secret& content,
                                                          const ProtectedFile& file);

/// What the blocks are, for messages that say what was found instead: "a public key".
[[nodiscard]] std::string describe(const std::vector<PemBlock>& blocks);

/// What to do if a file contains these blocks instead of what is needed; may be empty.
[[nodiscard]] std::vector<std::string> advice(const std::vector<PemBlock>& blocks,
                                              const std::string& file_name);

/// The private RSA or EC key in a file or variable without a certificate, such as a profile's
/// `private_key`: PEM or DER, PKCS#1, PKCS#8 or SEC 1, encrypted or not, or the base64 text of one
/// of these. Fails like load_client_certificate; messages use `name`.
[[nodiscard]] Result<PrivateKey> load_private_key(const Secret& content, const std::string& name,
                                                  const std::optional<Secret>& password);

}  // namespace entra_auth::crypto
