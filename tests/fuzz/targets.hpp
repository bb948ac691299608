// SPDX-License-Identifier: MIT
// One function for each reader of hostile text. libFuzzer calls them with generated input, and the
// test in this folder with the input kept in corpus/. They must not crash, and `expect` checks what
// else must hold.
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
