// SPDX-License-Identifier: MIT
#include "crypto/pfx.hpp"

#include "base/try.hpp"
#include "crypto/openssl.hpp"

#include <openssl/pkcs12.h>

namespace entra_auth::crypto {
namespace {

struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const {
    libcrypto().OPENSSL_sk_pop_free(ossl_check_X509_sk_type(stack),
                                    ossl_check_X509_freefunc_type(libcrypto().X509_free));
  }
};
using X509StackPtr = std::unique_ptr<STACK_OF(X509), FreeStack>;
using PfxPtr = std::unique_ptr<PKCS12, Freed<&LibCrypto::PKCS12_free>>;

PemBlock certificate_block(const X509* certificate) {
  return {.label = "CERTIFICATE", .headers = {}, .der = Secret(certificate_to_der(certificate))};
}

PfxPtr parse(std::string_view der, OSSL_LIB_CTX* context) {
  PKCS12* pfx = libcrypto().PKCS12_init_ex(NID_pkcs7_data, context, nullptr);
  const unsigned char* next = as_bytes(der);
  libcrypto().d2i_PKCS12(&pfx, &next, static_cast<long>(der.size()));  // leaves null where it fails
  return PfxPtr(pfx);
}

// `password` is null where none is given; OpenSSL then tries both spellings of an empty one.
Opening open_in(OSSL_LIB_CTX* context, std::string_view der, const char* password,
                std::vector<PemBlock>& blocks) {
  const PfxPtr pfx = parse(der, context);
  if (!pfx) return Opening::damaged;
  const bool has_mac = libcrypto().PKCS12_mac_present(pfx.get()) == 1;
  // OpenSSL takes a password only where there is a MAC to check it by.
  if (!has_mac && password != nullptr) {
    libcrypto().PKCS12_set_mac(pfx.get(), password, -1, nullptr, 0, 1, nullptr);
  }
  EVP_PKEY* raw_key = nullptr;
  X509* raw_certificate = nullptr;
  STACK_OF(X509)* raw_others = nullptr;
  const bool parsed =
      libcrypto().PKCS12_parse(pfx.get(), password, &raw_key, &raw_certificate, &raw_others) == 1;
  const KeyPtr key(raw_key);
  const X509Ptr certificate(raw_certificate);
  const X509StackPtr others(raw_others);
  if (!parsed) {
    if (algorithm_was_unsupported()) return Opening::unsupported_algorithm;
    const bool is_right_password =
        has_mac && libcrypto().PKCS12_verify_mac(pfx.get(), password, -1) == 1;
    return is_right_password ? Opening::damaged : Opening::wrong_password;
  }
  if (key) {
    blocks.push_back({.label = "PRIVATE KEY", .headers = {}, .der = private_key_to_der(key.get())});
  }
  if (certificate) blocks.push_back(certificate_block(certificate.get()));
  for (int i = 0; i < libcrypto().OPENSSL_sk_num(ossl_check_const_X509_sk_type(others.get()));
       ++i) {
    const void* other =
        libcrypto().OPENSSL_sk_value(ossl_check_const_X509_sk_type(others.get()), i);
    blocks.push_back(certificate_block(static_cast<const X509*>(other)));
  }
  return Opening::opened;
}

}  // namespace

Result<std::vector<PemBlock>> open_pfx(std::string_view der, const ProtectedFile& file) {
  const OpenSslScope openssl;
  std::vector<PemBlock> blocks;
  // OpenSSL takes the password as a C string.
  std::string password(file.password ? file.password->expose() : std::string_view());
  const auto result =
      open_protected(file, "openssl pkcs12 -legacy -out new.pem -in", [&](OSSL_LIB_CTX* context) {
        return open_in(context, der, file.password ? password.c_str() : nullptr, blocks);
      });
  wipe(password);
  if (!result) return fail(result.error());
  return blocks;
}

}  // namespace entra_auth::crypto
