// SPDX-License-Identifier: MIT
// JWS signatures (RFC 7518 section 3): the members of the two key types that make and check them.
#include "crypto/keys.hpp"
#include "crypto/openssl.hpp"

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <array>
#include <optional>

namespace entra_auth::crypto {
namespace {

using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Freed<&LibCrypto::EVP_MD_CTX_free>>;
using EcdsaPtr = std::unique_ptr<ECDSA_SIG, Freed<&LibCrypto::ECDSA_SIG_free>>;

struct Scheme {
  const char* digest;
  KeyType key_type;
  int padding;     // RSA
  int curve_bits;  // EC
};

// In the order of the enumeration.
constexpr std::array<Scheme, 9> kSchemes{{
    {"SHA256", KeyType::rsa, RSA_PKCS1_PADDING, 0},
    {"SHA384", KeyType::rsa, RSA_PKCS1_PADDING, 0},
    {"SHA512", KeyType::rsa, RSA_PKCS1_PADDING, 0},
    {"SHA256", KeyType::rsa, RSA_PKCS1_PSS_PADDING, 0},
    {"SHA384", KeyType::rsa, RSA_PKCS1_PSS_PADDING, 0},
    {"SHA512", KeyType::rsa, RSA_PKCS1_PSS_PADDING, 0},
    {"SHA256", KeyType::ec, 0, 256},
    {"SHA384", KeyType::ec, 0, 384},
    {"SHA512", KeyType::ec, 0, 521},
}};

const Scheme& scheme_of(Algorithm algorithm) {
  return kSchemes.at(static_cast<std::size_t>(algorithm));
}

bool fits(const Scheme& scheme, const EVP_PKEY* key, KeyType type) {
  return type == scheme.key_type &&
         (type == KeyType::rsa || libcrypto().EVP_PKEY_get_bits(key) == scheme.curve_bits);
}

std::size_t coordinate_bytes(const Scheme& scheme) {
  return (static_cast<std::size_t>(scheme.curve_bits) + 7) / 8;
}

// MGF1 uses the digest of the signature unless told otherwise.
bool set_padding(EVP_PKEY_CTX* context, const Scheme& scheme) {
  if (scheme.key_type == KeyType::ec) return true;
  if (libcrypto().EVP_PKEY_CTX_set_rsa_padding(context, scheme.padding) != 1) return false;
  return scheme.padding != RSA_PKCS1_PSS_PADDING ||
         libcrypto().EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

std::optional<std::string> ecdsa_der_from_raw(std::string_view raw, std::size_t width) {
  if (raw.size() != 2 * width) return std::nullopt;
  const int size = static_cast<int>(width);
  BigNumber r(libcrypto().BN_bin2bn(as_bytes(raw), size, nullptr));
  BigNumber s(libcrypto().BN_bin2bn(as_bytes(raw.substr(width)), size, nullptr));
  if (!r || !s || libcrypto().BN_is_zero(r.get()) == 1 || libcrypto().BN_is_zero(s.get()) == 1)
    return std::nullopt;
  const EcdsaPtr signature(libcrypto().ECDSA_SIG_new());
  if (!signature || libcrypto().ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
    return std::nullopt;
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  const int der_size = libcrypto().i2d_ECDSA_SIG(signature.get(), &der);
  if (der_size <= 0) return std::nullopt;
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(der_size));
  free_buffer(der);
  return bytes;
}

std::optional<std::string> ecdsa_raw_from_der(std::string_view der, std::size_t width) {
  const unsigned char* next = as_bytes(der);
  const EcdsaPtr signature(
      libcrypto().d2i_ECDSA_SIG(nullptr, &next, static_cast<long>(der.size())));
  if (!signature) return std::nullopt;
  std::string raw(2 * width, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(raw.data());
  const int size = static_cast<int>(width);
  if (libcrypto().BN_bn2binpad(libcrypto().ECDSA_SIG_get0_r(signature.get()), bytes, size) !=
          size ||
      libcrypto().BN_bn2binpad(libcrypto().ECDSA_SIG_get0_s(signature.get()), bytes + width,
                               size) != size) {
    return std::nullopt;
  }
  return raw;
}

std::optional<std::string> sign_with_openssl(EVP_PKEY* key, const Scheme& scheme,
                                             std::string_view message) {
  const DigestContextPtr context(libcrypto().EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;
  std::size_t size = 0;
  if (!context ||
      libcrypto().EVP_DigestSignInit_ex(context.get(), &options, scheme.digest, nullptr, nullptr,
                                        key, nullptr) != 1 ||
      !set_padding(options, scheme) ||
      libcrypto().EVP_DigestSign(context.get(), nullptr, &size, as_bytes(message),
                                 message.size()) != 1) {
    return std::nullopt;
  }
  std::string signature(size, '\0');
  if (libcrypto().EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                                 &size, as_bytes(message), message.size()) != 1) {
    return std::nullopt;
  }
  signature.resize(size);
  return signature;
}

bool verify_with_openssl(EVP_PKEY* key, const Scheme& scheme, std::string_view message,
                         std::string_view signature) {
  const DigestContextPtr context(libcrypto().EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;
  return context &&
         libcrypto().EVP_DigestVerifyInit_ex(context.get(), &options, scheme.digest, nullptr,
                                             nullptr, key, nullptr) == 1 &&
         set_padding(options, scheme) &&
         libcrypto().EVP_DigestVerify(context.get(), as_bytes(signature), signature.size(),
                                      as_bytes(message), message.size()) == 1;
}

}  // namespace

bool PublicKey::verify(Algorithm algorithm, std::string_view message,
                       std::string_view signature) const {
  const OpenSslScope openssl;
  const Scheme& scheme = scheme_of(algorithm);
  if (!fits(scheme, key_.get(), type_)) return false;
  if (type_ == KeyType::rsa) return verify_with_openssl(key_.get(), scheme, message, signature);
  const auto der = ecdsa_der_from_raw(signature, coordinate_bytes(scheme));
  return der && verify_with_openssl(key_.get(), scheme, message, *der);
}

Result<std::string> PrivateKey::sign(Algorithm algorithm, std::string_view message) const {
  const OpenSslScope openssl;
  const Scheme& scheme = scheme_of(algorithm);
  if (!fits(scheme, key_.get(), type_)) {
    return fail(ErrorKind::invalid_configuration,
                std::string(name(algorithm)) + " needs " +
                    (scheme.key_type == KeyType::rsa
                         ? "an RSA key"
                         : "an EC key on P-" + std::to_string(scheme.curve_bits)) +
                    ", and this key is another kind");
  }
  auto signature = sign_with_openssl(key_.get(), scheme, message);
  if (signature && type_ == KeyType::ec) {
    signature = ecdsa_raw_from_der(*signature, coordinate_bytes(scheme));
  }
  if (!signature) {
    return fail(ErrorKind::invalid_configuration, "the private key cannot sign: it is damaged");
  }
  return *std::move(signature);
}

}  // namespace entra_auth::crypto
