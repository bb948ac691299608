// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::crypto {

/// "OpenSSL 3.0.17 1 Jul 2025": the libcrypto that is used, which opens it. Fails where it cannot
/// be.
[[nodiscard]] Result<std::string> libcrypto_version();

}  // namespace entra_auth::crypto
