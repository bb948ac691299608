// SPDX-License-Identifier: MIT
#include "crypto/legacy_context.hpp"

namespace entra_auth::crypto {

const char* openssl_modules_directory() {
  return libcrypto().OPENSSL_info(OPENSSL_INFO_MODULES_DIR);
}

std::unique_ptr<LegacyContext> LegacyContext::open(const char* modules_directory) {
  std::unique_ptr<LegacyContext> legacy(new LegacyContext);
  legacy->context_ = libcrypto().OSSL_LIB_CTX_new();
  if (legacy->context_ == nullptr ||
      libcrypto().OSSL_PROVIDER_set_default_search_path(legacy->context_, modules_directory) != 1) {
    return nullptr;
  }
  legacy->default_provider_ = libcrypto().OSSL_PROVIDER_load(legacy->context_, "default");
  legacy->legacy_provider_ = libcrypto().OSSL_PROVIDER_load(legacy->context_, "legacy");
  if (legacy->default_provider_ == nullptr || legacy->legacy_provider_ == nullptr) return nullptr;
  return legacy;
}

LegacyContext::~LegacyContext() {
  if (legacy_provider_ != nullptr) libcrypto().OSSL_PROVIDER_unload(legacy_provider_);
  if (default_provider_ != nullptr) libcrypto().OSSL_PROVIDER_unload(default_provider_);
  libcrypto().OSSL_LIB_CTX_free(context_);
}

}  // namespace entra_auth::crypto
