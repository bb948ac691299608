// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "crypto/jwk.hpp"
#include "crypto/openssl.hpp"

#include <array>
#include <utility>

namespace entra_auth::crypto {
namespace {

/// Each member with OpenSSL's name for its number.
constexpr std::array<std::pair<const char*, const char*>, 6> kPrivateMembers{
    {{"d", "d"},
     {"p", "rsa-factor1"},
     {"q", "rsa-factor2"},
     {"dp", "rsa-exponent1"},
     {"dq", "rsa-exponent2"},
     {"qi", "rsa-coefficient1"}}};

std::string encoded_number(const PrivateKey& key, const char* parameter) {
  const auto number = key_number(key.get(), parameter);
  if (!number) throw_openssl_failure("reading a key");
  std::string bytes(static_cast<std::size_t>(size_in_bytes(number.get())), '\0');
  libcrypto().BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return base64url_encode(bytes);
}

}  // namespace

OrderedJson to_private_jwk(const PrivateKey& key) {
  const OpenSslScope openssl;
  auto jwk = to_public_jwk(key.public_key());
  for (const auto& [member, parameter] : kPrivateMembers) {
    jwk[member] = encoded_number(key, parameter);
  }
  return jwk;
}

}  // namespace entra_auth::crypto
