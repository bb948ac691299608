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

/// What a file of keys and certificates holds, in whatever form: PEM, DER, PFX, or the base64 text
/// of one of these. A PFX is opened; encrypted keys stay encrypted. Fails where nothing is
/// recognised.
[[nodiscard]] Result<std::vector<PemBlock>> read_key_file(const Secret& content,
                                                          const ProtectedFile& file);

/// What the blocks are, for a message that says what was found instead: "a public key".
[[nodiscard]] std::string describe(const std::vector<PemBlock>& blocks);

/// What to do with a file that holds such blocks and not what is wanted; may be empty.
[[nodiscard]] std::vector<std::string> advice(const std::vector<PemBlock>& blocks,
                                              const std::string& file_name);

/// The private RSA or EC key in a file or variable that holds nothing else of use, such as a
/// profile's `private_key`: PEM or DER, PKCS#1, PKCS#8 or SEC 1, encrypted or not, or the base64
/// text of one of these. Kinds and messages as for load_client_certificate; `name` says what is
/// meant.
[[nodiscard]] Result<PrivateKey> load_private_key(const Secret& content, const std::string& name,
                                                  const std::optional<Secret>& password);

}  // namespace entra_auth::crypto
