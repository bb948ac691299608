// SPDX-License-Identifier: MIT
// What PFX files and encrypted keys have in common: a password that may be missing or wrong, and
// algorithms that only OpenSSL's legacy module has. OpenSSL is never left to ask for a password
// itself: it would do so on the terminal.
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

/// Where this OpenSSL keeps its modules, as compiled in. OPENSSL_MODULES is not asked: it could
/// point a program that holds keys at any code.
[[nodiscard]] const char* openssl_modules_directory();

/// An OpenSSL of its own that also knows RC2 and DES, which old PFX files are encrypted with. What
/// is read with it must be taken out as DER before it goes.
class LegacyContext {
 public:
  /// Null where OpenSSL's legacy module is not installed.
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

/// Calls `open` once for OpenSSL as it is, and again with its legacy algorithms where one of those
/// was missing. `conversion` is a command that takes the file as its last argument and writes
/// new.pem without them.
[[nodiscard]] Result<void> open_protected(const ProtectedFile& file, const char* conversion,
                                          const std::function<Opening(OSSL_LIB_CTX*)>& open);

/// Kind `secret_unavailable`: the password is missing, or is not the right one.
[[nodiscard]] Error password_error(const ProtectedFile& file);

}  // namespace entra_auth::crypto
