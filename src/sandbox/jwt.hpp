// SPDX-License-Identifier: MIT
// JWTs that the sandbox signs and reads, and the dates in them.
#pragma once

#include "base/json_fwd.hpp"
#include "crypto/keys.hpp"
#include "oauth/tokens/jwt.hpp"
#include <entra_auth/clock.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// A key that signs tokens or assertions. Every run has a new one.
struct SigningKey {
  crypto::PrivateKey key;
  std::string kid;

  [[nodiscard]] static SigningKey generate();
};

/// A JWT with these claims, signed with RS256.
[[nodiscard]] std::string sign_token(const SigningKey& key, const OrderedJson& claims);

/// Returns nullopt if the text is not a JWT. Stricter than `oauth::decode_jwt`, which allows a
/// prefix and white space around the token. Verifies nothing.
[[nodiscard]] std::optional<oauth::DecodedJwt> decode_strict_jwt(std::string_view token);

/// Checks `kid` and the signature, and no claim.
[[nodiscard]] bool is_signed_by(const SigningKey& key, const oauth::DecodedJwt& jwt);

/// Decodes strictly. Returns nullopt if this key has not signed the token. Checks no claim.
[[nodiscard]] std::optional<oauth::DecodedJwt> verify_token(const SigningKey& key,
                                                            std::string_view token);

[[nodiscard]] Timestamp now();
/// The same in seconds since 1970, as claims have it.
[[nodiscard]] long long unix_now();

/// Seconds since 1970. Returns nullopt if the claim is absent or not an integer.
[[nodiscard]] std::optional<long long> numeric_date(const Json& claims, const char* name);

/// True if the date is absent or not more than `leeway` seconds ahead. False if it has another
/// type.
[[nodiscard]] bool has_come(const Json& claims, const char* name, long long leeway = 0);

/// True if `exp` is absent, has another type, or passed more than `leeway` seconds ago.
[[nodiscard]] bool is_expired(const Json& claims, long long leeway = 0);

}  // namespace entra_auth::sandbox
