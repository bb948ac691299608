// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <string>

namespace entra_auth::os {

/// A shared library opened at run time and kept open until the process ends.
class LazyLibrary {
 public:
  /// Fails with `unexpected`; the hint names the Debian package to install.
  [[nodiscard]] static Result<LazyLibrary> open(const char* soname, const char* debian_package);

  /// The symbol with the type of its own header:
  /// `library.symbol<decltype(::curl_easy_init)>("curl_easy_init")`. Null if the library has no
  /// such symbol. To look up more than one, use `Symbols`.
  template <class Function>
  [[nodiscard]] Function* symbol(const char* name) const {
    return reinterpret_cast<Function*>(find(name));
  }

 private:
  explicit LazyLibrary(void* handle) : handle_(handle) {}
  [[nodiscard]] void* find(const char* name) const;

  void* handle_;
};

/// Fills a table of functions and remembers the first one that the library does not have:
///
///   Symbols symbols(library);
///   symbols.find(table.easy_init, "curl_easy_init");
///   if (!symbols.complete()) …
///
/// A table is used only if it is complete. The library must outlive this object.
class Symbols {
 public:
  explicit Symbols(const LazyLibrary& library) : library_(library) {}

  template <class Function>
  void find(Function*& function, const char* name) {
    function = library_.symbol<Function>(name);
    if (function == nullptr && missing_ == nullptr) missing_ = name;
  }
  [[nodiscard]] bool complete() const { return missing_ == nullptr; }
  /// Null if none is missing.
  [[nodiscard]] const char* missing() const { return missing_; }

 private:
  const LazyLibrary& library_;
  const char* missing_ = nullptr;
};

}  // namespace entra_auth::os
