// SPDX-License-Identifier: MIT
#include "sandbox/own_token.hpp"

#include "sandbox/jwt.hpp"

namespace entra_auth::sandbox {

std::optional<oauth::DecodedJwt> verify_own_token(const Sandbox& sandbox, std::string_view token) {
  auto jwt = decode_strict_jwt(token);
  if (!jwt || string_or(jwt->header, "kid") != sandbox.signing_key.kid ||
      !oauth::verify_jwt(*jwt, sandbox.signing_key.key.public_key(), crypto::Algorithm::rs256)) {
    return std::nullopt;
  }
  return jwt;
}

std::optional<long long> numeric_date(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<long long>();
}

bool is_expired(const Json& claims, long long leeway) {
  const auto expires = numeric_date(claims, "exp");
  return !expires || *expires <= now().time_since_epoch().count() - leeway;
}

}  // namespace entra_auth::sandbox
