// SPDX-License-Identifier: MIT
// Text encodings of keys and certificates (RFC 7468), taken apart as far as no password is needed.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::crypto {

struct PemBlock {
  std::string label;    // "CERTIFICATE"
  std::string headers;  // the lines Proc-Type and DEK-Info of an encrypted PKCS#1 key, else empty
  Secret der;           // encrypted if the headers say so
};

[[nodiscard]] bool looks_like_pem(std::string_view text);

/// The blocks in their order; text between them is skipped. Accepts line breaks of any kind, also
/// written as \n, as some tools put files into variables. The message of an error names the line.
[[nodiscard]] Result<std::vector<PemBlock>> split_pem(std::string_view text);

}  // namespace entra_auth::crypto
