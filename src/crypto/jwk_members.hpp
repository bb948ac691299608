// SPDX-License-Identifier: MIT
// The members of a JWK that make a key (RFC 7518 section 6). Messages name members, never values;
// the kind of an error is for the caller to set.
#pragma once

#include "base/json.hpp"
#include "crypto/key_builder.hpp"

#include <string>
#include <string_view>

namespace entra_auth::crypto {

/// A string that must be there.
[[nodiscard]] Result<std::string> required_member(const Json& jwk, std::string_view name);

/// A number in strict base64url of at most 8192 bits and a leading zero byte, which some writers
/// add.
[[nodiscard]] Result<BigNumber> number_member(const Json& jwk, std::string_view name);

/// `n` and `e`.
[[nodiscard]] Result<RsaNumbers> rsa_public_members(const Json& jwk);
/// `crv`, `x` and `y`, each coordinate as wide as the curve.
[[nodiscard]] Result<EcNumbers> ec_public_members(const Json& jwk);
/// `d`, as wide as the curve.
[[nodiscard]] Result<BigNumber> ec_private_member(const Json& jwk, const EcNumbers& numbers);

}  // namespace entra_auth::crypto
