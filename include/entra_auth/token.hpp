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
  Timestamp acquired_at{};              // when the response arrived, by our clock
  Timestamp expires_at{};               // acquired_at + expires_in
  std::optional<Timestamp> refresh_at;  // acquired_at + refresh_in, if Entra sent one
  std::string scope;                    // as granted, or as requested if the server did not say
};

/// A successful response. What the server did not send is empty.
struct TokenSet {
  Token token;
  Secret refresh_token;
  Secret id_token;  // not verified
};

}  // namespace entra_auth
