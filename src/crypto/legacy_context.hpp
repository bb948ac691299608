// SPDX-License-Identifier: MIT
#pragma once

#include "crypto/libcrypto.hpp"

#include <memory>

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

}  // namespace entra_auth::crypto
