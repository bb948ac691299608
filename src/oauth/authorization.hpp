// SPDX-License-Identifier: MIT
// The first half of the authorization code grant: the address that the browser opens (RFC 6749
// section 4.1.1; OpenID Connect Core section 3.1.2.1), the response in the redirect (RFC 6749
// section 4.1.2, RFC 9207), and Proof Key for Code Exchange (RFC 7636), with method S256.
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
  std::string resource{};  // RFC 8707; empty: not sent, as for the others
  std::string state;
  std::string nonce;
  std::string code_challenge;  // S256
  std::string prompt{};
  std::string login_hint{};
  std::string domain_hint{};
  std::string claims{};
  std::map<std::string, std::string> extra_parameters{};
};

/// The whole URL; a query in the endpoint is kept.
[[nodiscard]] std::string authorization_url(const AuthorizationRequest& request);

struct ExpectedResponse {
  std::string state;
  std::string issuer{};          // RFC 9207 `iss`; empty: not known, not compared
  bool issuer_required = false;  // the server's metadata promises the parameter
};

/// The code. Fails with `server_refused` (also for a response of another issuer), or with
/// `interaction_required` for the errors that mean so. Returns nullopt if the response does not
/// belong to our request, because `state` is missing or wrong, or a parameter is there twice: any
/// page in the browser could have sent it.
[[nodiscard]] std::optional<Result<Secret>> read_authorization_response(
    const Form& parameters, const ExpectedResponse& expected);

struct Pkce {
  Secret verifier;        // 43 characters of the base64url alphabet: 32 random bytes (section 4.1)
  std::string challenge;  // base64url(SHA-256(verifier))
};

[[nodiscard]] Pkce make_pkce();

}  // namespace entra_auth::oauth
