// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::os {

/// A shared library opened at run time and kept open until the process ends.
class LazyLibrary {
 public:
  /// Fails with kind `unexpected`, naming the Debian package to install.
  [[nodiscard]] static Result<LazyLibrary> open(const char* soname, const char* debian_package);

  /// The symbol with the type of its own header:
  /// `library.symbol<decltype(::curl_easy_init)>("curl_easy_init")`. Null where the library has no
  /// such symbol.
  template <class Function>
  [[nodiscard]] Function* symbol(const char* name) const {
    return reinterpret_cast<Function*>(find(name));
  }

 private:
  explicit LazyLibrary(void* handle) : handle_(handle) {}
  [[nodiscard]] void* find(const char* name) const;

  void* handle_;
};

}  // namespace entra_auth::os
