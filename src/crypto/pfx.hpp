// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/pem_blocks.hpp"
#include "crypto/protected_file.hpp"

#include <string_view>
#include <vector>

namespace entra_auth::crypto {

/// The content of a PFX (PKCS#12), as blocks "PRIVATE KEY" and "CERTIFICATE".
[[nodiscard]] Result<std::vector<PemBlock>> open_pfx(std::string_view der,
                                                     const ProtectedFile& file);

}  // namespace entra_auth::crypto
