// SPDX-License-Identifier: MIT
#include "os/lazy_library.hpp"

#include <dlfcn.h>

namespace entra_auth::os {

Result<LazyLibrary> LazyLibrary::open(const char* soname, const char* debian_package) {
  void* handle = ::dlopen(soname, RTLD_LAZY | RTLD_LOCAL);
  if (handle != nullptr) return LazyLibrary(handle);
  const char* reason = ::dlerror();
  return fail(
      ErrorKind::unexpected, "cannot load " + std::string(reason != nullptr ? reason : soname),
      {"install it, on Debian and Ubuntu with: apt-get install " + std::string(debian_package)});
}

void* LazyLibrary::find(const char* name) const { return ::dlsym(handle_, name); }

}  // namespace entra_auth::os
