// SPDX-License-Identifier: MIT
#include "crypto/openssl.hpp"

#include "os/lazy_library.hpp"
#include <entra_auth/error.hpp>

#include <openssl/err.h>
#include <openssl/pkcs12err.h>

#include <stdexcept>

namespace entra_auth::crypto {
namespace {

LibCrypto load() {
  auto library = os::LazyLibrary::open("libcrypto.so.3", "libssl3");
  if (!library) throw ErrorException(library.error());
  LibCrypto functions;
  os::Symbols symbols(*library);
#define ENTRA_AUTH_FIND(function) symbols.find(functions.function, #function);
  ENTRA_AUTH_LIBCRYPTO_FUNCTIONS(ENTRA_AUTH_FIND)
#undef ENTRA_AUTH_FIND
  if (!symbols.complete()) {
    throw ErrorException(
        {.message = std::string("libcrypto.so.3 has no function ") + symbols.missing(),
         .hints = {"OpenSSL 3.0 or newer is needed: reinstall the package libssl3"}});
  }
  return functions;
}

}  // namespace

const LibCrypto& libcrypto() {
  static const LibCrypto functions = load();
  return functions;
}

OpenSslScope::OpenSslScope() {
  static const bool started =
      libcrypto().OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
  if (!started) throw_openssl_failure("initialisation");
  libcrypto().ERR_clear_error();
}

OpenSslScope::~OpenSslScope() { libcrypto().ERR_clear_error(); }

void throw_openssl_failure(const char* what) {
  throw std::runtime_error(std::string("OpenSSL failed: ") + what);
}

void free_buffer(void* buffer) { libcrypto().CRYPTO_free(buffer, OPENSSL_FILE, OPENSSL_LINE); }

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

BigNumber key_number(const EVP_PKEY* key, const char* parameter) {
  BIGNUM* number = nullptr;
  libcrypto().EVP_PKEY_get_bn_param(key, parameter, &number);
  return BigNumber(number);
}

int size_in_bytes(const BIGNUM* number) { return (libcrypto().BN_num_bits(number) + 7) / 8; }

X509Ptr certificate_from_der(std::string_view der) {
  const unsigned char* next = as_bytes(der);
  X509Ptr certificate(libcrypto().d2i_X509(nullptr, &next, static_cast<long>(der.size())));
  if (next != as_bytes(der) + der.size()) return nullptr;
  return certificate;
}

std::string certificate_to_der(const X509* certificate) {
  std::string der(static_cast<std::size_t>(libcrypto().i2d_X509(certificate, nullptr)), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  libcrypto().i2d_X509(certificate, &out);
  return der;
}

Secret private_key_to_der(const EVP_PKEY* key) {
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freed<&LibCrypto::PKCS8_PRIV_KEY_INFO_free>> plain(
      libcrypto().EVP_PKEY2PKCS8(key));
  unsigned char* der = nullptr;
  const int size = plain ? libcrypto().i2d_PKCS8_PRIV_KEY_INFO(plain.get(), &der) : -1;
  if (size <= 0) throw_openssl_failure("writing a private key");
  const auto length = static_cast<std::size_t>(size);
  Secret bytes(std::string_view(reinterpret_cast<const char*>(der), length));
  libcrypto().CRYPTO_clear_free(der, length, OPENSSL_FILE, OPENSSL_LINE);
  return bytes;
}

bool algorithm_was_unsupported() {
  bool unsupported = false;
  while (const unsigned long code = libcrypto().ERR_get_error()) {
    const int library = ERR_GET_LIB(code);
    const int reason = ERR_GET_REASON(code);
    unsupported |= library == ERR_LIB_EVP &&
                   (reason == ERR_R_UNSUPPORTED || reason == EVP_R_UNKNOWN_PBE_ALGORITHM ||
                    reason == EVP_R_UNSUPPORTED_CIPHER || reason == EVP_R_UNKNOWN_CIPHER);
    unsupported |= library == ERR_LIB_PKCS12 && reason == PKCS12_R_UNKNOWN_DIGEST_ALGORITHM;
  }
  return unsupported;
}

}  // namespace entra_auth::crypto
