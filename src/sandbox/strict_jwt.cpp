// SPDX-License-Identifier: MIT
#include "sandbox/strict_jwt.hpp"

#include <algorithm>

namespace entra_auth::sandbox {

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
