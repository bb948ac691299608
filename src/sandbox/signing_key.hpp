// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/keys.hpp"

#include <string>

namespace entra_auth::sandbox {

/// The key that the sandbox signs its tokens with; a new one at every start.
struct SigningKey {
  crypto::PrivateKey key;
  std::string kid;

  [[nodiscard]] static SigningKey generate();
};

}  // namespace entra_auth::sandbox
