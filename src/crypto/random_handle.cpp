// SPDX-License-Identifier: MIT
#include "crypto/random_handle.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::crypto {

std::string random_handle() { return base64url_encode(os::random_bytes(32)); }

}  // namespace entra_auth::crypto
