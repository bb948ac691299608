// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "fuzz/targets.hpp"

#include <algorithm>
#include <string>

namespace entra_auth::fuzz {
namespace {

std::string without_padding(std::string_view text) {
  return std::string(text.substr(0, text.find('=')));
}

std::string in_url_alphabet(std::string_view text) {
  std::string changed(text);
  std::ranges::replace(changed, '+', '-');
  std::ranges::replace(changed, '/', '_');
  return changed;
}

void check_bytes(std::string_view bytes) {
  const auto url = base64url_encode(bytes);
  const auto standard = base64_encode(bytes);
  expect(base64url_decode(url) == bytes, "base64url is read back");
  expect(base64_decode_lenient(url) == bytes, "base64url is read back by the lenient reader");
  expect(base64_decode_lenient(standard) == bytes, "base64 is read back");
  expect(base64_decode_lenient(without_padding(standard)) == bytes, "padding is not needed");
  expect(in_url_alphabet(without_padding(standard)) == url, "the two forms are one");
}

/// Two texts never decode to the same bytes: tokens are compared and cached as text.
void check_text(std::string_view text) {
  const auto strict = base64url_decode(text);
  const auto lenient = base64_decode_lenient(text);
  if (strict) {
    expect(base64url_encode(*strict) == text, "what the strict reader takes is the only spelling");
    expect(lenient == strict, "the lenient reader takes what the strict one takes");
  }
  if (lenient) {
    expect(base64url_encode(*lenient) == in_url_alphabet(without_padding(text)),
           "the lenient reader forgives the alphabet and the padding, nothing else");
  }
}

}  // namespace

void fuzz_base64(std::string_view input) {
  check_bytes(input);
  check_text(input);
}

}  // namespace entra_auth::fuzz
