// SPDX-License-Identifier: MIT
// The first half of the authorization code grant (RFC 6749 section 4.1.1; OpenID Connect Core
// section 3.1.2.1): the address that a browser is sent to.
#pragma once

#include <cstdint>
#include <map>
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

}  // namespace entra_auth::oauth
