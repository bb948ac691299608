// SPDX-License-Identifier: MIT
#include "crypto/digest.hpp"

#include "crypto/openssl.hpp"
#include "crypto/sodium.hpp"

#include <openssl/sha.h>
#include <sodium.h>

namespace entra_auth::crypto {

std::string sha256(std::string_view bytes) {
  start_sodium();
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

std::string sha1(std::string_view bytes) {
  const OpenSslScope openssl;
  std::string digest(SHA_DIGEST_LENGTH, '\0');
  if (libcrypto().SHA1(as_bytes(bytes), bytes.size(),
                       reinterpret_cast<unsigned char*>(digest.data())) == nullptr) {
    throw_openssl_failure("SHA-1");
  }
  return digest;
}

}  // namespace entra_auth::crypto
