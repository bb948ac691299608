// SPDX-License-Identifier: MIT
// What PFX files and encrypted keys have in common: a password that may be missing or wrong, and
// algorithms that only OpenSSL's legacy module has. OpenSSL never asks for a password
// itself: it would prompt on the terminal.
#pragma once

#include "crypto/openssl.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace entra_auth::crypto {

/// The compiled-in folder of OpenSSL's modules. OPENSSL_MODULES is ignored: it could make a program
/// that holds keys load any code.
[[nodiscard]] const char* openssl_modules_directory();

/// A separate OpenSSL context with RC2 and DES, which old PFX files are encrypted with. Keys that
/// are read with it must be exported as DER before it is destroyed.
class LegacyContext {
 public:
  /// Null if OpenSSL's legacy module is not installed.
  [[nodiscard]] static std::unique_ptr<LegacyContext> open(const char* modules_directory);
  ~LegacyContext();
  LegacyContext(const LegacyContext&) = delete;
  LegacyContext& operator=(const LegacyContext&) = delete;

  [[nodiscard]] OSSL_LIB_CTX* get() const { return context_; }

 private:
  LegacyContext() = default;
  OSSL_LIB_CTX* context_ = nullptr;
  OSSL_PROVIDER* default_provider_ = nullptr;
  OSSL_PROVIDER* legacy_provider_ = nullptr;
};

struct ProtectedFile {
  std::string name;  // for messages
  std::optional<Secret> password;
  const char* modules_directory = openssl_modules_directory();
};

enum class Opening : std::uint8_t { opened, wrong_password, unsupported_algorithm, damaged };

/// Calls `open` with the default OpenSSL, and again with its legacy algorithms if one of them was
/// missing. `conversion` is a command that takes the file as its last argument and writes
/// new.pem without them.
[[nodiscard]] Result<void> open_protected(const ProtectedFile& file, const char* conversion,
                                          const std::function<Opening(OSSL_LIB_CTX*)>& open);

/// A `secret_unavailable` error: the password is missing or wrong.
[[nodiscard]] Error password_error(const ProtectedFile& file);

}  // namespace entra_auth::crypto
