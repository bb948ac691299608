// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/pem_blocks.hpp"
#include "crypto/protected_file.hpp"

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

}  // namespace entra_auth::crypto
