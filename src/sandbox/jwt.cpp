// SPDX-License-Identifier: MIT
#include "sandbox/jwt.hpp"

#include "base/json.hpp"
#include "crypto/jwk.hpp"

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

bool is_signed_by(const SigningKey& key, const oauth::DecodedJwt& jwt) {
  return string_or(jwt.header, "kid") == key.kid &&
         oauth::verify_jwt(jwt, key.key.public_key(), crypto::Algorithm::rs256);
}

std::optional<oauth::DecodedJwt> verify_token(const SigningKey& key, std::string_view token) {
  auto jwt = decode_strict_jwt(token);
  if (!jwt || !is_signed_by(key, *jwt)) return std::nullopt;
  return jwt;
}

Timestamp now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

long long unix_now() { return now().time_since_epoch().count(); }

std::optional<long long> numeric_date(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<long long>();
}

bool has_come(const Json& claims, const char* name, long long leeway) {
  if (!claims.contains(name)) return true;
  const auto date = numeric_date(claims, name);
  return date && *date <= unix_now() + leeway;
}

bool is_expired(const Json& claims, long long leeway) {
  const auto expires = numeric_date(claims, "exp");
  return !expires || *expires <= unix_now() - leeway;
}

}  // namespace entra_auth::sandbox
