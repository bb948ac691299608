// SPDX-License-Identifier: MIT
// The first half of the authorization code grant (RFC 6749 section 4.1.1; OpenID Connect Core
// section 3.1.2.1): the address that a browser is sent to.
// What a redirect brings back (RFC 6749 section 4.1.2, RFC 9207).
// Proof Key for Code Exchange (RFC 7636), method S256 only.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::oauth {

/// How the code comes back. `form_post` keeps it out of the browser's history (OAuth 2.0 Form Post
/// Response Mode); `query` leaves an address that can be copied from the browser.
enum class ResponseMode : std::uint8_t { query, form_post };

struct AuthorizationRequest {
  std::string endpoint;
  std::string client_id;
  std::string redirect_uri;
  ResponseMode response_mode = ResponseMode::query;
  std::vector<std::string> scopes;
  std::string resource{};  // RFC 8707; empty: not sent, as all that follow
  std::string state;
  std::string nonce;
  std::string code_challenge;  // S256
  std::string prompt{};
  std::string login_hint{};
  std::string domain_hint{};
  std::string claims{};
  std::map<std::string, std::string> extra_parameters{};
};

/// The whole URL; a query that the endpoint has already is kept.
[[nodiscard]] std::string authorization_url(const AuthorizationRequest& request);

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

struct Pkce {
  Secret verifier;        // 43 characters of the base64url alphabet: 32 random bytes (section 4.1)
  std::string challenge;  // base64url(SHA-256(verifier))
};

[[nodiscard]] Pkce make_pkce();

}  // namespace entra_auth::oauth
