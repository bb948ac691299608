// SPDX-License-Identifier: MIT
// One function for each reader of hostile text. libFuzzer calls them with what it makes up, the
// test beside them with what is kept in corpus/. They may not crash, and `expect` says what else
// must hold.
#pragma once

#include <stdexcept>
#include <string_view>

namespace entra_auth::fuzz {

/// An exception fails a test with its text, and ends a fuzzer as a finding.
inline void expect(bool held, const char* property) {
  if (!held) throw std::logic_error(property);
}

void fuzz_base64(std::string_view input);
void fuzz_claims(std::string_view input);
void fuzz_jwks(std::string_view input);
void fuzz_jwt(std::string_view input);
void fuzz_redirect(std::string_view input);
void fuzz_vault(std::string_view input);

}  // namespace entra_auth::fuzz
