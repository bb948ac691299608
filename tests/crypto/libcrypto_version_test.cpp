// SPDX-License-Identifier: MIT
#include "crypto/openssl.hpp"

#include <catch2/catch.hpp>

TEST_CASE("libcrypto tells its version") {
  CHECK(entra_auth::crypto::libcrypto_version()->starts_with("OpenSSL 3."));
}
