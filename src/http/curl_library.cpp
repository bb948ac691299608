// SPDX-License-Identifier: MIT
#include "http/curl_library.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/lazy_library.hpp"

#include <string_view>

namespace entra_auth::http {
namespace {

Result<CurlLibrary> load() {
  TRY(const auto library, os::LazyLibrary::open("libcurl.so.4", "libcurl4"));
  CurlLibrary curl;
  os::Symbols symbols(library);
#define ENTRA_AUTH_FIND(function) symbols.find(curl.function, "curl_" #function);
  ENTRA_AUTH_CURL_FUNCTIONS(ENTRA_AUTH_FIND)
#undef ENTRA_AUTH_FIND
  if (!symbols.complete() || curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return fail(ErrorKind::unexpected, "libcurl.so.4 cannot be used",
                {"reinstall the package libcurl4"});
  }
  return curl;
}

}  // namespace

Result<const CurlLibrary*> CurlLibrary::open() {
  // Loaded once for the process: libcurl must not be initialised twice from two threads.
  static const Result<CurlLibrary> library = load();
  if (!library) return fail(library.error());
  return &*library;
}

Result<CurlHandle> CurlHandle::make() {
  TRY(const CurlLibrary* library, CurlLibrary::open());
  CURL* handle = library->easy_init();
  if (handle == nullptr) return fail(ErrorKind::unexpected, "libcurl cannot start a transfer");
  return CurlHandle(*library, handle);
}

void CurlHandle::reset() {
  library_->easy_reset(handle_.get());
  first_failure_ = CURLE_OK;
}

CURLcode CurlHandle::perform() {
  if (first_failure_ != CURLE_OK) return first_failure_;
  return library_->easy_perform(handle_.get());
}

long CurlHandle::number(CURLINFO info) const {
  long value = 0;
  library_->easy_getinfo(handle_.get(), info, &value);
  return value;
}

curl_off_t CurlHandle::microseconds(CURLINFO info) const {
  curl_off_t value = 0;
  library_->easy_getinfo(handle_.get(), info, &value);
  return value;
}

}  // namespace entra_auth::http
