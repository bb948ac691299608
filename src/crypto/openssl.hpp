// SPDX-License-Identifier: MIT
// libcrypto, opened when OpenSSL is first needed: linked into the executable it makes every start
// slower by a third (docs/adr/0006-libcrypto-on-first-use.md). Included by files of this folder
// only.
// Shared by all files that call OpenSSL: lazy start, owners, DER.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace entra_auth::crypto {

// clang-format off
/// Every function that we call, the ones behind OpenSSL's macros (OPENSSL_free, sk_X509_num) too.
#define ENTRA_AUTH_LIBCRYPTO_FUNCTIONS(X) \
  X(ASN1_TIME_to_tm) X(ASN1_get_object) X(BIO_ctrl) X(BIO_free_all) X(BIO_new) X(BIO_s_mem)       \
  X(BN_CTX_free) X(BN_CTX_secure_new) X(BN_bin2bn) X(BN_bn2bin) X(BN_bn2binpad) X(BN_clear_free)  \
  X(BN_cmp) X(BN_div) X(BN_dup) X(BN_is_odd) X(BN_is_one) X(BN_is_zero) X(BN_mod_exp)             \
  X(BN_mod_exp_mont_consttime) X(BN_mod_mul) X(BN_mul) X(BN_num_bits) X(BN_secure_new)            \
  X(BN_set_word) X(BN_sub_word) X(CRYPTO_clear_free) X(CRYPTO_free) X(ECDSA_SIG_free)             \
  X(ECDSA_SIG_get0_r) X(ECDSA_SIG_get0_s) X(ECDSA_SIG_new) X(ECDSA_SIG_set0) X(ERR_clear_error)   \
  X(ERR_get_error) X(EVP_DigestSign) X(EVP_DigestSignInit_ex) X(EVP_DigestVerify)                 \
  X(EVP_DigestVerifyInit_ex) X(EVP_MD_CTX_free) X(EVP_MD_CTX_new) X(EVP_PKCS82PKEY)               \
  X(EVP_PKEY2PKCS8) X(EVP_PKEY_CTX_free) X(EVP_PKEY_CTX_new_from_name)                            \
  X(EVP_PKEY_CTX_new_from_pkey) X(EVP_PKEY_CTX_set_rsa_padding)                                   \
  X(EVP_PKEY_CTX_set_rsa_pss_saltlen) X(EVP_PKEY_Q_keygen) X(EVP_PKEY_eq) X(EVP_PKEY_free)        \
  X(EVP_PKEY_fromdata) X(EVP_PKEY_fromdata_init) X(EVP_PKEY_get_base_id) X(EVP_PKEY_get_bits)     \
  X(EVP_PKEY_get_bn_param) X(EVP_PKEY_get_utf8_string_param) X(EVP_PKEY_pairwise_check)           \
  X(EVP_PKEY_public_check_quick) X(OPENSSL_cleanse) X(OPENSSL_info) X(OPENSSL_init_crypto)        \
  X(OPENSSL_sk_num) X(OPENSSL_sk_pop_free) X(OPENSSL_sk_value) X(OSSL_LIB_CTX_free)               \
  X(OSSL_LIB_CTX_new) X(OSSL_PARAM_BLD_free) X(OSSL_PARAM_BLD_new) X(OSSL_PARAM_BLD_push_BN)      \
  X(OSSL_PARAM_BLD_push_octet_string) X(OSSL_PARAM_BLD_push_utf8_string)                          \
  X(OSSL_PARAM_BLD_to_param) X(OSSL_PARAM_free) X(OSSL_PROVIDER_load)                             \
  X(OSSL_PROVIDER_set_default_search_path) X(OSSL_PROVIDER_unload) X(PEM_do_header)               \
  X(PEM_get_EVP_CIPHER_INFO) X(PKCS12_free) X(PKCS12_init_ex) X(PKCS12_mac_present)               \
  X(PKCS12_parse) X(PKCS12_set_mac) X(PKCS12_verify_mac) X(PKCS8_PRIV_KEY_INFO_free)              \
  X(PKCS8_decrypt_ex) X(SHA1) X(X509_NAME_print_ex) X(X509_REQ_free) X(X509_SIG_free)             \
  X(X509_check_issued) X(X509_free) X(X509_get0_notAfter) X(X509_get0_notBefore)                  \
  X(X509_get0_pubkey) X(X509_get_pubkey) X(X509_get_subject_name) X(d2i_AutoPrivateKey)           \
  X(d2i_ECDSA_SIG) X(d2i_PKCS12) X(d2i_PUBKEY) X(d2i_X509) X(d2i_X509_AUX) X(d2i_X509_REQ)        \
  X(d2i_X509_SIG) X(i2d_ECDSA_SIG) X(i2d_PKCS8_PRIV_KEY_INFO) X(i2d_PUBKEY) X(i2d_X509)            \
  X(OpenSSL_version)
// clang-format on

/// Each with the type that OpenSSL's own header gives it, under its own name.
struct LibCrypto {
#define ENTRA_AUTH_MEMBER(function) decltype(::function)* function = nullptr;
  ENTRA_AUTH_LIBCRYPTO_FUNCTIONS(ENTRA_AUTH_MEMBER)
#undef ENTRA_AUTH_MEMBER
};

/// The library, opened by the first call. Throws `ErrorException` if it cannot be opened: then the
/// package that libcurl needs as well is broken. Thread-safe.
[[nodiscard]] const LibCrypto& libcrypto();

/// Every function that calls OpenSSL starts with one. Starts OpenSSL on the first use without
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

/// For failures that only a bug or a lack of memory can cause.
[[noreturn]] void throw_openssl_failure(const char* what);

/// Frees a buffer of OpenSSL: `OPENSSL_free`.
void free_buffer(void* buffer);

[[nodiscard]] const unsigned char* as_bytes(std::string_view text);

/// A number of a key, or null if the key has none of that name.
[[nodiscard]] BigNumber key_number(const EVP_PKEY* key, const char* parameter);

[[nodiscard]] int size_in_bytes(const BIGNUM* number);

/// Null if `der` is not exactly one certificate.
[[nodiscard]] X509Ptr certificate_from_der(std::string_view der);
[[nodiscard]] std::string certificate_to_der(const X509* certificate);

/// PKCS#8, not encrypted.
[[nodiscard]] Secret private_key_to_der(const EVP_PKEY* key);

/// Whether the error queue says that an algorithm is missing, such as those of the legacy provider.
/// Empties the queue.
[[nodiscard]] bool algorithm_was_unsupported();

}  // namespace entra_auth::crypto
