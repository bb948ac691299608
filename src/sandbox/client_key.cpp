// SPDX-License-Identifier: MIT
#include "sandbox/client_key.hpp"

namespace entra_auth::sandbox {

const SigningKey& ClientKey::get() {
  std::call_once(made_, [this] { key_ = SigningKey::generate(); });
  return *key_;
}

}  // namespace entra_auth::sandbox
