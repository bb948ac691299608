// SPDX-License-Identifier: MIT
// What a redirect brings back (RFC 6749 section 4.1.2, RFC 9207).
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

#include <optional>
#include <string>

namespace entra_auth::oauth {

struct ExpectedResponse {
  std::string state;
  std::string issuer{};          // RFC 9207 `iss`; empty: not known, so not compared
  bool issuer_required = false;  // the server's metadata promise the parameter
};

/// The code, or why there is none: kind `server_refused`, `interaction_required` for the errors
/// that say so, or the refusal of an answer of another issuer. Nothing where the answer is not one
/// to our request at all: `state` is missing, wrong or there twice, as any page in the browser
/// could have sent it.
[[nodiscard]] std::optional<Result<Secret>> read_authorization_response(
    const Form& parameters, const ExpectedResponse& expected);

}  // namespace entra_auth::oauth
