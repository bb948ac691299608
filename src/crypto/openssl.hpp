// SPDX-License-Identifier: MIT
// What every file of this folder that calls OpenSSL shares: lazy start, owners, DER.
#pragma once

#include "crypto/libcrypto.hpp"
#include <entra_auth/secret.hpp>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

namespace entra_auth::crypto {

/// Stands at the top of every function that calls OpenSSL. Starts OpenSSL on the first use without
/// its configuration file, which OPENSSL_CONF could point at code to load, and leaves the error
/// queue empty at both ends.
class OpenSslScope {
 public:
  OpenSslScope();
  ~OpenSslScope();
  OpenSslScope(const OpenSslScope&) = delete;
  OpenSslScope& operator=(const OpenSslScope&) = delete;
};

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    (libcrypto().*Free)(object);
  }
};

using BigNumber = std::unique_ptr<BIGNUM, Freed<&LibCrypto::BN_clear_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<&LibCrypto::BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<&LibCrypto::EVP_PKEY_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, Freed<&LibCrypto::EVP_PKEY_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Freed<&LibCrypto::X509_free>>;

/// For failures that only a bug or an exhausted machine brings about.
[[noreturn]] void throw_openssl_failure(const char* what);

/// What OpenSSL allocated and `OPENSSL_free` is for.
void free_buffer(void* buffer);

[[nodiscard]] const unsigned char* as_bytes(std::string_view text);

/// A number out of a key; empty where the key has none of that name.
[[nodiscard]] BigNumber key_number(const EVP_PKEY* key, const char* parameter);

[[nodiscard]] int size_in_bytes(const BIGNUM* number);

/// The whole of `der`, nothing left over; empty where it is no certificate.
[[nodiscard]] X509Ptr certificate_from_der(std::string_view der);
[[nodiscard]] std::string certificate_to_der(const X509* certificate);

/// PKCS#8, not encrypted.
[[nodiscard]] Secret private_key_to_der(const EVP_PKEY* key);

/// True where the queue says that an algorithm is missing, as for what only the legacy provider
/// has. Empties the queue.
[[nodiscard]] bool algorithm_was_unsupported();

}  // namespace entra_auth::crypto
