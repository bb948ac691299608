// SPDX-License-Identifier: MIT
// Keys from their numbers, big-endian, as a JWK holds them.
#pragma once

#include "crypto/openssl.hpp"

#include <string>
#include <string_view>

namespace entra_auth::crypto {

/// `d` is null for a public key. The five after it (RFC 8017 section 3.2) are either all set or all
/// null.
struct RsaNumbers {
  BigNumber n, e, d, p, q, dp, dq, qi;
};

/// `private_number` is null for a public key.
struct EcNumbers {
  std::string curve;  // as OpenSSL names it: "P-256"
  std::string point;  // 0x04 || x || y
  BigNumber private_number;
};

[[nodiscard]] BigNumber number_from(std::string_view big_endian);

/// Null if OpenSSL refuses the numbers. A key that it accepts may still be inconsistent.
[[nodiscard]] KeyPtr build_key(const RsaNumbers& numbers);
[[nodiscard]] KeyPtr build_key(const EcNumbers& numbers);

/// Whether the private numbers belong to the public ones. Does some multiplications, but no
/// primality test.
[[nodiscard]] bool is_consistent(const RsaNumbers& numbers);
[[nodiscard]] bool is_consistent(EVP_PKEY* ec_key);

}  // namespace entra_auth::crypto
