// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include "crypto/keys.hpp"
#include "oauth/tokens/jwt.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// A key that signs tokens or assertions; a new one at every start.
struct SigningKey {
  crypto::PrivateKey key;
  std::string kid;

  [[nodiscard]] static SigningKey generate();
};

/// A JWT with these claims, signed with RS256.
[[nodiscard]] std::string sign_token(const SigningKey& key, const OrderedJson& claims);

/// Stricter than `decode_jwt`, which forgives a prefix and white space around the token. Nothing
/// is verified.
[[nodiscard]] std::optional<oauth::DecodedJwt> decode_strict_jwt(std::string_view token);

}  // namespace entra_auth::sandbox
