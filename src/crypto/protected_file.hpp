// SPDX-License-Identifier: MIT
// What PFX files and encrypted keys have in common: a password that may be missing or wrong, and
// algorithms that only OpenSSL's legacy module has. OpenSSL is never left to ask for a password
// itself: it would do so on the terminal.
#pragma once

#include "crypto/legacy_context.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace entra_auth::crypto {

struct ProtectedFile {
  std::string name;  // for messages
  std::optional<Secret> password;
  const char* modules_directory = openssl_modules_directory();
};

enum class Opening : std::uint8_t { opened, wrong_password, unsupported_algorithm, damaged };

/// Calls `open` once for OpenSSL as it is, and again with its legacy algorithms where one of those
/// was missing. `conversion` is a command that takes the file as its last argument and writes
/// new.pem without them.
[[nodiscard]] Result<void> open_protected(const ProtectedFile& file, const char* conversion,
                                          const std::function<Opening(OSSL_LIB_CTX*)>& open);

/// Kind `secret_unavailable`: the password is missing, or is not the right one.
[[nodiscard]] Error password_error(const ProtectedFile& file);

}  // namespace entra_auth::crypto
