// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include "crypto/keys.hpp"

#include <string>

namespace entra_auth::sandbox {

/// A key that signs tokens or assertions; a new one at every start.
struct SigningKey {
  crypto::PrivateKey key;
  std::string kid;

  [[nodiscard]] static SigningKey generate();
};

/// A JWT with these claims, signed with RS256.
[[nodiscard]] std::string sign_token(const SigningKey& key, const OrderedJson& claims);

}  // namespace entra_auth::sandbox
