// SPDX-License-Identifier: MIT
#include "http/curl_version.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "http/curl_library.hpp"

#include <string_view>

namespace entra_auth::http {

Result<std::string> curl_version() {
  TRY(const CurlLibrary* library, CurlLibrary::open());
  // libcurl names itself and its TLS library first.
  const auto words = split(library->version(), " ");
  constexpr std::string_view kSelf = "libcurl/";
  std::string text = words.empty() ? "unknown" : words[0];
  if (text.starts_with(kSelf)) text.erase(0, kSelf.size());
  if (words.size() > 1) text += " " + words[1];
  return text;
}

}  // namespace entra_auth::http
