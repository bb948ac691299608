// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace entra_auth::crypto {

/// A random UUID, version 4 (RFC 9562 section 5.4), in lower case: for `jti` and request ids.
[[nodiscard]] std::string random_uuid();

}  // namespace entra_auth::crypto
