// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::http {

/// "7.88.1 OpenSSL/3.0.17": libcurl and the TLS library that it was made with; opens it. Kind
/// `unexpected` where it cannot be.
[[nodiscard]] Result<std::string> curl_version();

}  // namespace entra_auth::http
