// SPDX-License-Identifier: MIT
// libcurl, opened when the first request is sent: linking it costs several times a whole cache hit
// (docs/adr/0001-libcurl-on-first-use.md). Included by the curl_* files of this folder only.
#pragma once

#include <entra_auth/result.hpp>

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>

#define CURL_DISABLE_TYPECHECK

namespace entra_auth::http {

/// Every function that we call, without the `curl_` that its name starts with.
#define ENTRA_AUTH_CURL_FUNCTIONS(X)                                                        \
  X(global_init)                                                                            \
  X(easy_init) X(easy_cleanup) X(easy_reset) X(easy_setopt) X(easy_getinfo) X(easy_perform) \
      X(easy_strerror) X(version)

/// Each with the type that libcurl's own header gives it.
struct CurlLibrary {
#define ENTRA_AUTH_MEMBER(function) decltype(::curl_##function)* function = nullptr;
  ENTRA_AUTH_CURL_FUNCTIONS(ENTRA_AUTH_MEMBER)
#undef ENTRA_AUTH_MEMBER

  /// Opens and initialises libcurl; later calls return the same. Fails with `unexpected` if it is
  /// not installed or too old.
  [[nodiscard]] static Result<const CurlLibrary*> open();
};

/// An easy handle. `set` has an overload for each C type that libcurl reads from its variable
/// arguments, so that a value of a wrong type does not compile.
class CurlHandle {
 public:
  [[nodiscard]] static Result<CurlHandle> make();

  /// Back to libcurl's defaults; connections are kept.
  void reset();
  void set(CURLoption option, long value) {
    note(library_->easy_setopt(handle_.get(), option, value));
  }
  void set(CURLoption option, const char* value) {
    note(library_->easy_setopt(handle_.get(), option, value));
  }
  void set(CURLoption option, void* value) {
    note(library_->easy_setopt(handle_.get(), option, value));
  }
  void set(CURLoption option, curl_slist* value) {
    note(library_->easy_setopt(handle_.get(), option, value));
  }
  void set(CURLoption option, curl_blob* value) {
    note(library_->easy_setopt(handle_.get(), option, value));
  }
  void set(CURLoption option, curl_write_callback value) {
    note(library_->easy_setopt(handle_.get(), option, value));
  }

  /// The first failure of a `set` since `reset`, else the outcome of the transfer: no request is
  /// sent without one of its options.
  [[nodiscard]] CURLcode perform();

  /// libcurl's general text for a code.
  [[nodiscard]] std::string_view text(CURLcode code) const { return library_->easy_strerror(code); }
  [[nodiscard]] long number(CURLINFO info) const;
  [[nodiscard]] curl_off_t microseconds(CURLINFO info) const;

 private:
  CurlHandle(const CurlLibrary& library, CURL* handle)
      : library_(&library), handle_(handle, library.easy_cleanup) {}
  void note(CURLcode code) {
    if (first_failure_ == CURLE_OK) first_failure_ = code;
  }

  const CurlLibrary* library_;
  std::unique_ptr<CURL, decltype(::curl_easy_cleanup)*> handle_;
  CURLcode first_failure_ = CURLE_OK;
};

}  // namespace entra_auth::http
