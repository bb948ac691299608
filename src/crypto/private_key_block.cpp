// SPDX-License-Identifier: MIT
#include "crypto/private_key_block.hpp"

#include "base/try.hpp"
#include "crypto/openssl.hpp"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <algorithm>

namespace entra_auth::crypto {
namespace {

using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freed<&LibCrypto::PKCS8_PRIV_KEY_INFO_free>>;
using EncryptedKeyPtr = std::unique_ptr<X509_SIG, Freed<&LibCrypto::X509_SIG_free>>;

constexpr const char* kConversion =
    "openssl pkcs8 -topk8 -provider default -provider legacy -out new.pem -in";

KeyPtr key_from_der(std::string_view der) {
  const unsigned char* next = as_bytes(der);
  return KeyPtr(libcrypto().d2i_AutoPrivateKey(nullptr, &next, static_cast<long>(der.size())));
}

Opening decrypt_pkcs8(OSSL_LIB_CTX* context, std::string_view der, const Secret& password,
                      KeyPtr& key) {
  const unsigned char* next = as_bytes(der);
  const EncryptedKeyPtr encrypted(
      libcrypto().d2i_X509_SIG(nullptr, &next, static_cast<long>(der.size())));
  if (!encrypted) return Opening::damaged;
  const Pkcs8Ptr plain(libcrypto().PKCS8_decrypt_ex(encrypted.get(), password.expose().data(),
                                                    static_cast<int>(password.size()), context,
                                                    nullptr));
  if (!plain) {
    return algorithm_was_unsupported() ? Opening::unsupported_algorithm : Opening::wrong_password;
  }
  key.reset(libcrypto().EVP_PKCS82PKEY(plain.get()));
  return key ? Opening::opened : Opening::damaged;
}

int give_password(char* buffer, int size, int /*for_writing*/, void* password) {
  const std::string_view text = static_cast<const Secret*>(password)->expose();
  if (text.size() > static_cast<std::size_t>(size)) return -1;
  std::copy(text.begin(), text.end(), buffer);
  return static_cast<int>(text.size());
}

// OpenSSL's own PEM encryption ("Proc-Type: 4,ENCRYPTED"), which knows no library context.
Opening decrypt_traditional(const PemBlock& block, Secret password, KeyPtr& key) {
  std::string headers = block.headers;
  EVP_CIPHER_INFO cipher{};
  if (libcrypto().PEM_get_EVP_CIPHER_INFO(headers.data(), &cipher) != 1)
    return Opening::unsupported_algorithm;
  std::string bytes(block.der.expose());
  long size = static_cast<long>(bytes.size());
  const bool decrypted =
      libcrypto().PEM_do_header(&cipher, reinterpret_cast<unsigned char*>(bytes.data()), &size,
                                give_password, &password) == 1;
  const bool unsupported = !decrypted && algorithm_was_unsupported();
  // A wrong password passes for right once in 256 times, and then yields no key.
  if (decrypted) key = key_from_der({bytes.data(), static_cast<std::size_t>(size)});
  wipe(bytes);
  if (unsupported) return Opening::unsupported_algorithm;
  return key ? Opening::opened : Opening::wrong_password;
}

Result<KeyPtr> decrypt(const PemBlock& block, const ProtectedFile& file) {
  if (!file.password) return fail(password_error(file));
  KeyPtr key;
  TRY_VOID(open_protected(file, kConversion, [&](OSSL_LIB_CTX* context) {
    return block.headers.empty() ? decrypt_pkcs8(context, block.der.expose(), *file.password, key)
                                 : decrypt_traditional(block, *file.password, key);
  }));
  return key;
}

}  // namespace

bool is_private_key(const PemBlock& block) {
  return block.label == "PRIVATE KEY" || block.label == "ENCRYPTED PRIVATE KEY" ||
         block.label == "RSA PRIVATE KEY" || block.label == "EC PRIVATE KEY";
}

Result<PrivateKey> read_private_key(const PemBlock& block, const ProtectedFile& file) {
  const OpenSslScope openssl;
  const bool is_encrypted = block.label == "ENCRYPTED PRIVATE KEY" ||
                            block.headers.find("ENCRYPTED") != std::string::npos;
  KeyPtr key;
  if (is_encrypted) {
    TRY(key, decrypt(block, file));
  } else {
    key = key_from_der(block.der.expose());
  }
  if (!key) {
    return fail(ErrorKind::invalid_configuration,
                "the private key in " + file.name + " is damaged");
  }
  auto adopted = PrivateKey::adopt(std::move(key));
  if (!adopted) {
    return fail(ErrorKind::invalid_configuration,
                "the private key in " + file.name + " cannot be used: " + adopted.error().message);
  }
  return adopted;
}

}  // namespace entra_auth::crypto
