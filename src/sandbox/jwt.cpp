// SPDX-License-Identifier: MIT

#include "sandbox/jwt.hpp"

#include "crypto/jwk.hpp"
#include "oauth/tokens/jwt.hpp"

#include <algorithm>
#include <stdexcept>

namespace entra_auth::sandbox {

SigningKey SigningKey::generate() {
  auto key = crypto::PrivateKey::generate_rsa(2048);
  auto kid = crypto::jwk_thumbprint(key.public_key());
  return {.key = std::move(key), .kid = std::move(kid)};
}

std::string sign_token(const SigningKey& key, const OrderedJson& claims) {
  const OrderedJson header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key.kid}};
  const auto token = oauth::make_jwt(header, claims, key.key, crypto::Algorithm::rs256);
  if (!token) throw std::runtime_error(token.error().message);
  return std::string(token->expose());
}

std::optional<oauth::DecodedJwt> decode_strict_jwt(std::string_view token) {
  const bool clean = std::ranges::all_of(token, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  if (!clean) return std::nullopt;
  auto jwt = oauth::decode_jwt(token);
  if (!jwt) return std::nullopt;
  return std::move(*jwt);
}

}  // namespace entra_auth::sandbox
