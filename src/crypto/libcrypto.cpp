// SPDX-License-Identifier: MIT
#include "crypto/libcrypto.hpp"

#include "os/lazy_library.hpp"
#include <entra_auth/error.hpp>

namespace entra_auth::crypto {
namespace {

LibCrypto load() {
  auto library = os::LazyLibrary::open("libcrypto.so.3", "libssl3");
  if (!library) throw ErrorException(library.error());
  LibCrypto functions;
  const auto find = [&library]<class Function>(Function*& function, const char* name) {
    function = library->template symbol<Function>(name);
    if (function != nullptr) return;
    throw ErrorException(
        {.message = std::string("libcrypto.so.3 has no function ") + name,
         .hints = {"OpenSSL 3.0 or newer is needed: reinstall the package libssl3"}});
  };
#define ENTRA_AUTH_FIND(function) find(functions.function, #function);
  ENTRA_AUTH_LIBCRYPTO_FUNCTIONS(ENTRA_AUTH_FIND)
#undef ENTRA_AUTH_FIND
  return functions;
}

}  // namespace

const LibCrypto& libcrypto() {
  static const LibCrypto functions = load();
  return functions;
}

}  // namespace entra_auth::crypto
