// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/jwt.hpp"

#include <mutex>
#include <optional>

namespace entra_auth::sandbox {

/// The private key that the sandbox hands out to those who play its built-in clients. Made when it
/// is first asked for: most runs never do, and making one takes longer than all else at the start.
/// Safe to use from many threads.
class ClientKey {
 public:
  [[nodiscard]] const SigningKey& get();

 private:
  std::once_flag made_;
  std::optional<SigningKey> key_;
};

}  // namespace entra_auth::sandbox
