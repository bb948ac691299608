// SPDX-License-Identifier: MIT
#include "crypto/sodium.hpp"

#include <sodium.h>

#include <stdexcept>

namespace entra_auth::crypto {

void start_sodium() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw std::runtime_error("libsodium could not be started");
}

}  // namespace entra_auth::crypto
