// SPDX-License-Identifier: MIT

#include "crypto/protected_file.hpp"

#include "base/text.hpp"

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

Error password_error(const ProtectedFile& file) {
  if (!file.password) {
    return {.kind = ErrorKind::secret_unavailable,
            .message = file.name + " is protected by a password, and none is given",
            .hints = {"say where the password is with `certificate_password` in the profile"}};
  }
  return {.kind = ErrorKind::secret_unavailable,
          .message = "the password does not open " + file.name,
          .hints = {"check `certificate_password` in the profile"}};
}

Result<void> open_protected(const ProtectedFile& file, const char* conversion,
                            const std::function<Opening(OSSL_LIB_CTX*)>& open) {
  Opening opening = open(nullptr);
  if (opening == Opening::unsupported_algorithm) {
    if (const auto legacy = LegacyContext::open(file.modules_directory)) {
      opening = open(legacy->get());
    }
  }
  switch (opening) {
    case Opening::opened:
      return {};
    case Opening::wrong_password:
      return fail(password_error(file));
    case Opening::damaged:
      return fail(ErrorKind::invalid_configuration, file.name + " is damaged");
    case Opening::unsupported_algorithm:
      break;
  }
  return fail(ErrorKind::invalid_configuration,
              file.name + " is encrypted with an algorithm that OpenSSL does not offer here",
              {"rewrite it where OpenSSL has its legacy module, and use the new file: " +
               std::string(conversion) + " " + shell_quote(file.name)});
}

}  // namespace entra_auth::crypto
