// SPDX-License-Identifier: MIT
#include "crypto/protected_file.hpp"

#include "base/text.hpp"

namespace entra_auth::crypto {

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
