// SPDX-License-Identifier: MIT
#include "crypto/libcrypto_version.hpp"

#include "crypto/libcrypto.hpp"
#include <entra_auth/error.hpp>

namespace entra_auth::crypto {

Result<std::string> libcrypto_version() {
  try {
    return std::string(libcrypto().OpenSSL_version(OPENSSL_VERSION));
  } catch (const ErrorException& failure) {
    return fail(failure.error());
  }
}

}  // namespace entra_auth::crypto
