// SPDX-License-Identifier: MIT
#pragma once

#include "entra_auth/clock.hpp"
#include "entra_auth/secret.hpp"

#include <optional>
#include <string>

namespace entra_auth {

/// An access token and what the server said about it (RFC 6749 section 5.1).
struct Token {
  Secret access_token;
  std::string token_type = "Bearer";
  Timestamp acquired_at{};              // when the answer arrived, by our clock
  Timestamp expires_at{};               // acquired_at + expires_in
  std::optional<Timestamp> refresh_at;  // acquired_at + refresh_in, where Entra sent one
  std::string scope;                    // as granted; as requested where the server was silent
};

/// All that a successful answer may hold besides the access token. Empty: it was not there.
struct TokenSet {
  Token token;
  Secret refresh_token;
  Secret id_token;  // not verified
};

}  // namespace entra_auth
